import { infiniteQueryOptions, type Query, type QueryKey, queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { Asset, Campaign, Estimate, Me, Page, Progress, Remake, Share, WholeAsset } from "./types";

/** A campaign's key is the beginning of all its parts' keys, so that one call refreshes them together. */
export const keys = {
  me: ["me"],
  credits: ["credits"],
  lists: ["campaign-list"],
  campaign: (id: string) => ["campaign", id],
  conversation: ["conversation"],
  news: ["news"],
  knowledge: ["knowledge"],
  brand: ["brand"],
  photos: ["photos"],
} as const;

/** All but the conversation, which only its own turns change: asked again in mid-turn, it would show one twice. */
export const facts = {
  predicate: (query: Query): boolean => query.queryKey[0] !== keys.conversation[0],
};

export const me = queryOptions({ queryKey: keys.me, queryFn: () => get<Me>("/me") });

export const credits = queryOptions({
  queryKey: keys.credits,
  queryFn: () => get<{ balance: number }>("/credits"),
});

/** Newest first; the archived ones only when `status` asks for them. */
export const campaignList = (status: string) =>
  paged<Page<Campaign>>([...keys.lists, status], "/campaigns", { limit: "30", ...(status && { status }) });

/** All that are not archived, to choose one of them. */
export const everyCampaign = queryOptions({
  queryKey: [...keys.lists, "whole"],
  queryFn: () => whole<Campaign>("/campaigns", { limit: "100" }),
});

export const campaign = (id: string) =>
  queryOptions({ queryKey: keys.campaign(id), queryFn: () => get<Campaign>(`/campaigns/${id}`) });

export const progress = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaign(id), "progress"],
    queryFn: () => get<Progress>(`/campaigns/${id}/progress`),
  });

export const assets = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaign(id), "assets"],
    queryFn: () => whole<Asset>(`/campaigns/${id}/assets`),
  });

/** Every version of what the asset is a file of, the oldest first. */
export const versions = (campaignId: string, unit: string, assetId: string) =>
  queryOptions({
    queryKey: [...keys.campaign(campaignId), "versions", unit],
    queryFn: () => whole<Asset>(`/assets/${assetId}/versions`),
  });

/** One version's text and cost, which never change. */
export const wholeAsset = (id: string) =>
  queryOptions({ queryKey: ["asset", id], queryFn: () => get<WholeAsset>(`/assets/${id}`) });

export const remakes = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaign(id), "remakes"],
    queryFn: async () => (await get<Page<Remake>>(`/campaigns/${id}/remakes?limit=50`)).items,
  });

/** Asked anew whenever it is shown, as every price. */
export const remakePrice = (assetId: string) =>
  queryOptions({
    queryKey: ["remake-price", assetId],
    queryFn: () => get<{ credits: number; balance: number }>(`/assets/${assetId}/remake`),
    gcTime: 0,
    staleTime: 0,
  });

export const shares = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaign(id), "shares"],
    queryFn: () => whole<Share>("/shares", { campaign_id: id }),
  });

/** A list that is shown page by page. */
export function paged<Of extends Page<unknown>>(key: QueryKey, path: string, wanted: Record<string, string>) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam }) =>
      get<Of>(`${path}?${new URLSearchParams({ ...wanted, ...(pageParam && { cursor: pageParam }) })}`),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** All pages of a list, for what is shown whole. */
export async function whole<T>(path: string, wanted: Record<string, string> = {}): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = "";
  do {
    const query = new URLSearchParams({ limit: "200", ...wanted, ...(cursor && { cursor }) });
    const page: Page<T> = await get<Page<T>>(`${path}?${query}`);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}

/** Asked anew whenever it is shown: money is never read from a cache. */
export const estimate = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaign(id), "estimate"],
    queryFn: () => get<Estimate>(`/campaigns/${id}/estimate`),
    gcTime: 0,
    staleTime: 0,
  });
