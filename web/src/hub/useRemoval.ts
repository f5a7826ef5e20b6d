import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { remove } from "../api/client";

/** Takes one of a list away, once whoever wants that was asked. */
export function useRemoval<Of>(pathOf: (one: Of) => string, list: QueryKey) {
  const client = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const [asked, ask] = useState<Of | null>(null);
  const drop = useMutation({
    mutationFn: (one: Of) => remove(pathOf(one)),
    onSettled: () => client.invalidateQueries({ queryKey: list }),
  });
  function confirm(): void {
    if (asked) drop.mutate(asked);
    ask(null);
    // Its button goes with it.
    requestAnimationFrame(() => heading.current?.focus());
  }
  return { heading, asked, ask, leave: () => ask(null), confirm, error: drop.error };
}
