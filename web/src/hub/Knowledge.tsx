import { useInfiniteQuery } from "@tanstack/react-query";
import { documents, type KnowledgeDocument } from "../api/hub";
import { keys } from "../api/queries";
import { Older } from "../shell/Older";
import { Sure } from "../shell/Sure";
import { Trouble } from "../shell/Trouble";
import { Waiting } from "../shell/Waiting";
import { count, dateWords } from "../words";
import { AddKnowledge } from "./AddKnowledge";
import { KnowledgeSearch } from "./KnowledgeSearch";
import { useRemoval } from "./useRemoval";

/** The documents that research and copy may quote. */
export function Knowledge() {
  const list = useInfiniteQuery(documents);
  const removal = useRemoval<KnowledgeDocument>(({ id }) => `/knowledge/${id}`, keys.knowledge);
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <section aria-labelledby="knowledge">
      <h2 id="knowledge" ref={removal.heading} tabIndex={-1}>
        Knowledge
      </h2>
      <p className="quiet">Facts that research, posts and letters may use, and cite.</p>
      <AddKnowledge />
      {items && items.length > 0 && <KnowledgeSearch />}
      {removal.error && <Trouble error={removal.error} />}
      <Waiting on={list} />
      {items?.length === 0 && (
        <p className="quiet">Nothing is known yet. A price list or a handbook is a good beginning.</p>
      )}
      {items && items.length > 0 && (
        <ul className="shelf card rows" aria-label="Documents">
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
                onClick={() => removal.ask(item)}
              >
                Delete
              </button>
            </li>
          ))}
        </ul>
      )}
      <Older list={list} />
      {removal.asked && (
        <Sure
          title={`Delete ${removal.asked.title}?`}
          question="It is not used or found any more. What was made from it stays."
          yes="Delete it"
          onYes={removal.confirm}
          onClose={removal.leave}
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
