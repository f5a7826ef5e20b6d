import type { Asset } from "../api/types";

/** The files of one unit: a PNG and its WebP, an e-mail's HTML, text and data. */
export interface Made {
  key: string;
  type: string;
  unit: number;
  title: string;
  /** The file that shows the unit best. */
  face: Asset;
  files: Asset[];
}

const BEST_FIRST = ["image/webp", "image/", "text/html", "text/markdown", "text/plain", "audio/", "video/"];

export function unitsOf(assets: Asset[]): Made[] {
  const units = new Map<string, Asset[]>();
  for (const asset of assets) {
    const key = `${asset.type}/${asset.unit}`;
    units.set(key, [...(units.get(key) ?? []), asset]);
  }
  return [...units].flatMap(([key, all]) => {
    const newest = Math.max(...all.map((asset) => asset.version));
    const files = all.filter((asset) => asset.version === newest).sort((a, b) => rank(a) - rank(b));
    const face = files[0];
    return face
      ? [{ key, type: face.type, unit: face.unit, title: face.title || face.name, face, files }]
      : [];
  });
}

function rank(asset: Asset): number {
  const place = BEST_FIRST.findIndex((mime) => asset.mime.startsWith(mime));
  return place < 0 ? BEST_FIRST.length : place;
}

export const isImage = (asset: Asset): boolean => asset.mime.startsWith("image/");
export const isMarkdown = (asset: Asset): boolean => asset.mime.startsWith("text/markdown");

/** "HTML", "PNG": what a download link is called. */
export function formatName(asset: Asset): string {
  const dot = asset.name.lastIndexOf(".");
  return dot < 0 ? asset.kind : asset.name.slice(dot + 1).toUpperCase();
}
