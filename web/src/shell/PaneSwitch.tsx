export type Pane = "list" | "campaign" | "talk";

const PANES: [Pane, string][] = [
  ["list", "Campaigns"],
  ["campaign", "Campaign"],
  ["talk", "Talk"],
];

/** Only narrow screens show it. */
export function PaneSwitch({ pane, onPane }: { pane: Pane; onPane: (pane: Pane) => void }) {
  return (
    <nav className="pane-switch" aria-label="Parts of the page">
      {PANES.map(([name, label]) => (
        <button key={name} type="button" aria-pressed={pane === name} onClick={() => onPane(name)}>
          {label}
        </button>
      ))}
    </nav>
  );
}
