export type Pane = "list" | "campaign" | "talk";

const PANES: [Pane, string][] = [
  ["list", "Campaigns"],
  ["campaign", "Campaign"],
  ["talk", "Talk"],
];

interface Props {
  pane: Pane;
  inHub: boolean;
  onPane: (pane: Pane) => void;
}

/** Only narrow screens show it. */
export function PaneSwitch({ pane, inHub, onPane }: Props) {
  return (
    <nav className="pane-switch" aria-label="Parts of the page">
      {PANES.map(([name, label]) => (
        <button key={name} type="button" aria-pressed={pane === name} onClick={() => onPane(name)}>
          {inHub && name === "campaign" ? "Hub" : label}
        </button>
      ))}
    </nav>
  );
}
