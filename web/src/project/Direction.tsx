import type { Bench } from "./bench";
import { Editable } from "./Editable";

/** What a project may say of its own; what is left empty is taken from the campaign. */
export const DIRECTION: [name: string, label: string][] = [
  ["product_name", "Product"],
  ["product_description", "What it is"],
  ["creative_style", "Creative style"],
  ["target_avatar", "Who it is for"],
  ["persuasion_principle", "Persuasion principle"],
  ["business_type", "Business"],
  ["industry", "Industry"],
];

/** What the next ideas are made from, beside the campaign. */
export function Direction({ bench }: { bench: Bench }) {
  const { direction, legal } = bench.project;
  const fields = DIRECTION.map(([name, label]) => ({ name, label, value: String(direction[name] ?? "") }));
  const own = fields.filter(({ value }) => value);
  return (
    <details className="direction">
      <summary>What the ideas are made from</summary>
      <Editable
        what="what the ideas are made from"
        fields={fields}
        open={legal.includes("edit")}
        onSave={(changed) => bench.edit({ direction: changed })}
      >
        {own.length === 0 && <p className="quiet">All of it is the campaign's brief.</p>}
        {own.length > 0 && (
          <dl className="facets">
            {own.map(({ name, label, value }) => (
              <div key={name}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </Editable>
    </details>
  );
}
