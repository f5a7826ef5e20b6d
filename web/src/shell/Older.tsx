import type { UseInfiniteQueryResult } from "@tanstack/react-query";

type List = Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">;

/** The way to the next page of a list. Not disabled while that comes: a button that has the focus would lose it. */
export function Older({ list }: { list: List }) {
  if (!list.hasNextPage) return null;
  return (
    <button
      type="button"
      className="small"
      aria-disabled={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage({ cancelRefetch: false })}
    >
      {list.isFetchingNextPage ? "Loading…" : "Show older"}
    </button>
  );
}
