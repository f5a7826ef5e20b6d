import type { Campaign, Progress } from "../api/types";
import { count, creditWords, etaWords } from "../words";
import { Bar } from "./Bar";

interface Props {
  campaign: Campaign;
  progress: Progress | undefined;
}

/** The sentence that the agent would say (after a failure it names step, cause and mend), and the figures. */
export function ProgressCard({ campaign, progress }: Props) {
  const begun = !["draft", "ready"].includes(campaign.status);
  const error = campaign.error ?? progress?.error;
  const small = figures(campaign, progress);
  return (
    <section className="card progress-card" aria-label="Progress">
      {begun && (
        <div className="progress-line">
          <Bar percent={progress?.percent ?? 0} label="Campaign progress" tone={campaign.status} />
          <strong>{progress?.percent ?? 0}%</strong>
        </div>
      )}
      <p className={error ? "spoken trouble" : "spoken"} role="status">
        {progress?.spoken ?? "…"}
      </p>
      {small && <p className="quiet tiny">{small}</p>}
    </section>
  );
}

function figures(campaign: Campaign, progress: Progress | undefined): string {
  const { credits, balance } = campaign.estimate;
  const parts: string[] = [];
  if (progress && progress.spent > 0 && campaign.status !== "completed")
    parts.push(`${creditWords(progress.spent)} spent`);
  if (credits > 0 && ["draft", "ready"].includes(campaign.status)) {
    parts.push(`It takes ${creditWords(credits)} of your ${count(balance)}`);
  } else if (credits > 0) {
    parts.push(`${creditWords(credits)} to go`);
  }
  if (campaign.status === "running" && progress?.eta_seconds != null)
    parts.push(etaWords(progress.eta_seconds));
  return parts.join(" · ");
}
