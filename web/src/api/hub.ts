import { queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import { keys, paged, whole } from "./queries";
import type { Page } from "./types";

/** A text, file or page that the workspace knows; `size` is in characters. */
export interface KnowledgeDocument {
  id: string;
  title: string;
  source: string;
  kind: "text" | "markdown" | "html" | "pdf" | "docx";
  pages: number | null;
  size: number;
  created_at: string;
}

/** `source` cites it: "handbook.pdf, page 3". */
export interface Passage {
  document_id: string;
  title: string;
  source: string;
  text: string;
}

export interface Brand {
  name: string;
  tagline: string;
  voice: string;
  website: string;
  primary_colour: string;
  accent_colour: string;
  background_colour: string;
  text_colour: string;
  banned_words: string[];
}

/** A campaign's product photo; `id` is the campaign's. */
export interface Photo {
  id: string;
  campaign: string;
  content: string;
}

/** The newest first. */
export const documents = paged<Page<KnowledgeDocument>>([...keys.knowledge, "list"], "/knowledge", {
  limit: "30",
});

export const passages = (words: string) =>
  queryOptions({
    queryKey: [...keys.knowledge, "search", words],
    queryFn: async () => {
      const wanted = new URLSearchParams({ q: words, limit: "8" });
      return (await get<{ items: Passage[] }>(`/knowledge/search?${wanted}`)).items;
    },
    enabled: words !== "",
  });

export const brand = queryOptions({ queryKey: keys.brand, queryFn: () => get<Brand>("/brand") });

export const photos = queryOptions({ queryKey: keys.photos, queryFn: () => whole<Photo>("/photos") });
