import type { Asset } from "../api/types";

/** The files of one version of one unit: a PNG and its WebP, an e-mail's HTML, text and data. */
export interface Made {
  key: string;
  type: string;
  unit: number;
  /** The number of the project that finished it; null for what a run made. */
  project: number | null;
  version: number;
  title: string;
  /** The file that shows the unit best at a glance. */
  face: Asset;
  /** The film or the sound itself, where there is one; otherwise the face. */
  main: Asset;
  files: Asset[];
}

const BEST_FIRST = ["image/webp", "image/", "text/html", "text/markdown", "text/plain", "audio/", "video/"];

/** What has been made, each in its newest version. */
export function unitsOf(assets: Asset[]): Made[] {
  return [...grouped(assets, keyOf).values()].flatMap((all) => versionsOf(all).slice(0, 1));
}

/** Every version of one unit, the newest first. */
export function versionsOf(assets: Asset[]): Made[] {
  const versions = [...grouped(assets, (asset) => asset.version)].sort(([a], [b]) => b - a);
  return versions.flatMap(([version, all]) => {
    const files = all.sort((a, b) => rank(a) - rank(b));
    const face = files[0];
    return face ? [made(face, files, version)] : [];
  });
}

function made(face: Asset, files: Asset[], version: number): Made {
  return {
    key: keyOf(face),
    type: face.type,
    unit: face.unit,
    project: face.project_id === null ? null : face.unit,
    version,
    title: face.title || face.name,
    face,
    main: files.find((file) => isFilm(file) || isSound(file)) ?? face,
    files,
  };
}

function grouped<Key>(assets: Asset[], key: (asset: Asset) => Key): Map<Key, Asset[]> {
  const groups = new Map<Key, Asset[]>();
  for (const asset of assets) groups.set(key(asset), [...(groups.get(key(asset)) ?? []), asset]);
  return groups;
}

const keyOf = (asset: Asset): string => asset.project_id ?? `${asset.type}/${asset.unit}`;

function rank(asset: Asset): number {
  const place = BEST_FIRST.findIndex((mime) => asset.mime.startsWith(mime));
  return place < 0 ? BEST_FIRST.length : place;
}

export const isImage = (asset: Asset): boolean => asset.mime.startsWith("image/");
export const isFilm = (asset: Asset): boolean => asset.mime.startsWith("video/");
export const isSound = (asset: Asset): boolean => asset.mime.startsWith("audio/");
export const isMarkdown = (asset: Asset): boolean => asset.mime.startsWith("text/markdown");

/** "HTML", "PNG": what a download link is called. */
export function formatName(asset: Asset): string {
  const dot = asset.name.lastIndexOf(".");
  return dot < 0 ? asset.kind : asset.name.slice(dot + 1).toUpperCase();
}
