import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import { keys, paged } from "./queries";
import type { Page } from "./types";

export interface Notification {
  id: string;
  kind: string;
  title: string;
  text: string;
  campaign_id: string | null;
  created_at: string;
  read_at: string | null;
}

/** How one kind of news reaches the member. */
export interface Ways {
  kind: string;
  in_app: boolean;
  mail: boolean;
}

export interface Preferences {
  items: Ways[];
  /** Without one nothing is mailed, whatever is preferred. */
  mail_server: boolean;
}

/** Newest first; each page also knows how many are unread in all. */
export const notifications = paged<Page<Notification> & { unread: number }>(
  [...keys.news, "list"],
  "/notifications",
  { limit: "20" },
);

export const preferences = queryOptions({
  queryKey: [...keys.news, "preferences"],
  queryFn: () => get<Preferences>("/notifications/preferences"),
});

export const address = queryOptions({
  queryKey: [...keys.news, "address"],
  queryFn: () => get<{ email: string | null }>("/notifications/address"),
});
