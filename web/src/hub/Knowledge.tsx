import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { remove } from "../api/client";
import { documents, type KnowledgeDocument } from "../api/hub";
import { keys } from "../api/queries";
import { Older } from "../shell/Older";
import { Sure } from "../shell/Sure";
import { Trouble } from "../shell/Trouble";
import { Waiting } from "../shell/Waiting";
import { count, dateWords } from "../words";
import { AddKnowledge } from "./AddKnowledge";
import { KnowledgeSearch } from "./KnowledgeSearch";

/** The documents that research and copy may quote. */
export function Knowledge() {
  const client = useQueryClient();
  const list = useInfiniteQuery(documents);
  const [deleting, setDeleting] = useState<KnowledgeDocument | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const drop = useMutation({
    mutationFn: (id: string) => remove(`/knowledge/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.knowledge }),
  });
  const items = list.data?.pages.flatMap((page) => page.items);

  function deleteIt(): void {
    if (deleting) drop.mutate(deleting.id);
    setDeleting(null);
    // Its button goes with it.
    requestAnimationFrame(() => heading.current?.focus());
  }

  return (
    <section aria-labelledby="knowledge">
      <h2 id="knowledge" ref={heading} tabIndex={-1}>
        Knowledge
      </h2>
      <p className="quiet">Facts that research, posts and letters may use, and cite.</p>
      <AddKnowledge />
      {items && items.length > 0 && <KnowledgeSearch />}
      {drop.error && <Trouble error={drop.error} />}
      <Waiting on={list} />
      {items?.length === 0 && (
        <p className="quiet">Nothing is known yet. A price list or a handbook is a good beginning.</p>
      )}
      {items && items.length > 0 && (
        <ul className="shelf card" aria-label="Documents">
          {items.map((item) => (
            <li key={item.id}>
              <span>
                {item.title}
                <span className="evidence">{about(item)}</span>
              </span>
              <button
                type="button"
                className="small"
                aria-label={`Delete ${item.title}`}
                onClick={() => setDeleting(item)}
              >
                Delete
              </button>
            </li>
          ))}
        </ul>
      )}
      <Older list={list} />
      {deleting && (
        <Sure
          title={`Delete ${deleting.title}?`}
          question="It is not used or found any more. What was made from it stays."
          yes="Delete it"
          onYes={deleteIt}
          onClose={() => setDeleting(null)}
        />
      )}
    </section>
  );
}

const KINDS = { text: "Text", markdown: "Markdown", html: "Web page", pdf: "PDF", docx: "Word" };

function about(item: KnowledgeDocument): string {
  const size = item.pages
    ? `${item.pages} ${item.pages === 1 ? "page" : "pages"}`
    : `${count(item.size)} characters`;
  const source = item.source === item.title ? [] : [item.source];
  return [KINDS[item.kind], size, dateWords(item.created_at), ...source].join(" · ");
}
