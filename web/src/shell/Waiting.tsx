import type { UseQueryResult } from "@tanstack/react-query";
import { Trouble } from "./Trouble";

interface Props {
  on: Pick<UseQueryResult, "error" | "isPending" | "refetch">;
  saying?: string;
}

/** What is seen of a question to the server until its answer is there: that it is asked, or why it came to nothing. */
export function Waiting({ on, saying = "Loading…" }: Props) {
  if (on.error) return <Trouble error={on.error} onRetry={() => void on.refetch()} />;
  return on.isPending && <p className="quiet">{saying}</p>;
}
