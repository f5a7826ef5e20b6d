import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { passages } from "../api/hub";
import { Trouble } from "../shell/Trouble";

/** Finds what would be quoted, with the citation that it would bear. */
export function KnowledgeSearch() {
  const field = useId();
  const [typed, setTyped] = useState("");
  const [words, setWords] = useState("");
  const found = useQuery(passages(words));
  return (
    <div className="search">
      <search>
        <form
          className="line-form"
          onSubmit={(event) => {
            event.preventDefault();
            setWords(typed.trim());
          }}
        >
          <label htmlFor={field}>Find a passage</label>
          <input
            id={field}
            type="search"
            maxLength={300}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="submit">Find</button>
        </form>
      </search>
      <p role="status" className="quiet">
        {words && found.data && said(found.data.length, words)}
        {found.isFetching && "Looking…"}
      </p>
      {found.error && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      <ul className="passages" aria-label="Passages">
        {found.data?.map((passage) => (
          <li key={`${passage.document_id} ${passage.source} ${passage.text}`}>
            <blockquote>{passage.text}</blockquote>
            <cite className="quiet tiny">{passage.source}</cite>
          </li>
        ))}
      </ul>
    </div>
  );
}

function said(found: number, words: string): string {
  if (found === 0) return `Nothing known says “${words}”.`;
  return found === 1 ? "One passage" : `${found} passages, the best first`;
}
