import type { Deliverable, Progress } from "../api/types";
import { typeName } from "../words";
import { Bar } from "./Bar";

interface Props {
  deliverables: Deliverable[];
  active: Progress["active"];
}

export function Steps({ deliverables, active }: Props) {
  if (deliverables.length === 0) return null;
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">Deliverables</h2>
      <ol className="steps">
        {deliverables.map((item) => (
          <Step key={item.type} item={item} units={active.filter((unit) => unit.type === item.type)} />
        ))}
      </ol>
    </section>
  );
}

function Step({ item, units }: { item: Deliverable; units: Progress["active"] }) {
  const name = typeName(item.type, item.quantity);
  const busy = units.length > 0;
  const state = busy ? "active" : item.status;
  return (
    <li className={`step step-${state}`}>
      <span className="step-mark" aria-hidden="true" />
      <span className="step-name">
        {name}
        <span className="quiet tiny">{note(item, units)}</span>
      </span>
      <Bar percent={(100 * item.completed) / item.quantity} label={`${name} made`} tone={state} />
      <span className="step-count">
        {item.completed} of {item.quantity}
      </span>
    </li>
  );
}

function note(item: Deliverable, units: Progress["active"]): string {
  if (units.length > 0) return `Making ${units.map((unit) => `${unit.unit} of ${unit.of}`).join(" and ")}`;
  if (item.failed > 0) return `${item.failed} did not succeed`;
  return (
    { completed: "Done", active: "Started", paused: "Paused", failed: "Stopped" }[item.status] ?? "To come"
  );
}
