import type { ReactNode } from "react";
import type { Campaign, Slot } from "../api/types";
import { capital, channelName, dateWords, join, typeName } from "../words";

const REQUIRED = ["name", "topic", "objective", "deliverables"];

/** Every slot: what is in it, whether the owner has confirmed it, and the words that filled it. */
export function Brief({ campaign }: { campaign: Campaign }) {
  const rows = slots(campaign).filter(([name, value]) => value || REQUIRED.includes(name));
  return (
    <section aria-labelledby="brief">
      <h2 id="brief">Brief</h2>
      <dl className="brief card rows">
        {rows.map(([name, value]) => (
          <Row key={name} name={name} slot={campaign.slots[name]} missing={campaign.missing.includes(name)}>
            {value}
          </Row>
        ))}
      </dl>
    </section>
  );
}

interface RowProps {
  name: string;
  slot: Slot | undefined;
  missing: boolean;
  children: ReactNode;
}

function Row({ name, slot, missing, children }: RowProps) {
  const state = missing ? "missing" : slot?.status === "empty" ? undefined : slot?.status;
  return (
    <div className="brief-row">
      <dt>{capital(name.replaceAll("_", " "))}</dt>
      <dd>
        {children || <span className="quiet">Not said yet</span>}
        {state && <span className={`slot slot-${state}`}>{state}</span>}
        {slot?.evidence && <q className="evidence">{slot.evidence}</q>}
      </dd>
    </div>
  );
}

function slots(campaign: Campaign): [string, string][] {
  const { strategy } = campaign;
  const wanted = campaign.deliverables.map(
    (item) => `${item.quantity} × ${typeName(item.type, item.quantity)}`,
  );
  return [
    ["name", campaign.name],
    ["topic", campaign.topic],
    ["objective", campaign.objective],
    ["deliverables", wanted.join(", ")],
    ["channels", join(campaign.channels.map(channelName))],
    ["audience", strategy.audience],
    ["messaging", strategy.messaging],
    ["goals", strategy.goals],
    ["awareness_stage", capital((campaign.awareness_stage ?? "").replaceAll("_", " "))],
    ["products", join(campaign.products)],
    ["deadline", dateWords(campaign.deadline)],
  ];
}
