import type { Campaign, CampaignStatus } from "./api/types";

const TYPES: Record<string, [one: string, many: string]> = {
  research: ["Research", "Research"],
  plan: ["Campaign plan", "Campaign plans"],
  blog_post: ["Blog post", "Blog posts"],
  social_posts: ["Social post", "Social posts"],
  email_nurture: ["Email", "Emails"],
  images: ["Image", "Images"],
  banner: ["Banner", "Banners"],
  flyer: ["Flyer", "Flyers"],
  jingle: ["Jingle", "Jingles"],
  video: ["Video", "Videos"],
};

const CHANNELS: Record<string, string> = {
  email: "Email",
  social: "Social media",
  instagram: "Instagram",
  facebook: "Facebook",
  linkedin: "LinkedIn",
  x: "X",
  tiktok: "TikTok",
  youtube: "YouTube",
  blog: "Blog",
  sms: "SMS",
  web: "Web",
  print: "Print",
  radio: "Radio",
};

const STATUSES: Record<CampaignStatus, string> = {
  draft: "Draft",
  ready: "Ready",
  running: "Running",
  paused: "Paused",
  completed: "Completed",
  failed: "Stopped",
  archived: "Archived",
};

export function typeName(type: string, quantity = 1): string {
  const names = TYPES[type];
  if (!names) return capital(type.replaceAll("_", " "));
  return quantity === 1 ? names[0] : names[1];
}

export const statusName = (status: CampaignStatus): string => STATUSES[status];
export const channelName = (channel: string): string => CHANNELS[channel] ?? channel;
export const campaignName = ({ name }: Pick<Campaign, "name">): string => name || "Untitled campaign";

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `["a", "b", "c"]` as "a, b and c". */
export function join(words: string[]): string {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(words);
}

export const count = (quantity: number): string => quantity.toLocaleString("en");

export function creditWords(credits: number): string {
  return `${count(credits)} ${credits === 1 ? "credit" : "credits"}`;
}

export function dateWords(iso: string): string {
  const date = new Date(iso);
  if (!iso || Number.isNaN(date.getTime())) return iso;
  // A date alone is a calendar day, the same in every zone.
  const timeZone = iso.length === 10 ? "UTC" : undefined;
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone });
}

export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function etaWords(seconds: number): string {
  if (seconds < 60) return "under a minute left";
  const minutes = Math.round(seconds / 60);
  return `about ${minutes} ${minutes === 1 ? "minute" : "minutes"} left`;
}

/** "21 November 2026, 15:30", where the reader is. */
export function timeWords(iso: string): string {
  const time = new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return `${dateWords(iso)}, ${time}`;
}
