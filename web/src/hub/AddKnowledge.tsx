import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useId, useState } from "react";
import { post, upload } from "../api/client";
import type { KnowledgeDocument } from "../api/hub";
import { keys } from "../api/queries";
import { Trouble } from "../shell/Trouble";
import { join } from "../words";
import { FilePicker } from "./FilePicker";

type Way = "files" | "page" | "text";

const WAYS: [Way, string][] = [
  ["files", "Files"],
  ["page", "A web page"],
  ["text", "A text"],
];
const TAKEN = ".txt,.md,.markdown,.pdf,.docx,.html,.htm";

/** Three ways to add to what is known. */
export function AddKnowledge() {
  const client = useQueryClient();
  const [way, setWay] = useState<Way>("files");
  const add = useMutation({
    /** Resolves to the titles of what is known now. */
    mutationFn: (work: () => Promise<string[]>) => work(),
    onSettled: () => client.invalidateQueries({ queryKey: keys.knowledge }),
  });
  function send(work: () => Promise<string[]>, then: () => void = () => {}): void {
    if (!add.isPending) add.mutate(work, { onSuccess: then });
  }
  return (
    <div className="adding card">
      <fieldset className="tabs">
        <legend className="hidden">What to add</legend>
        {WAYS.map(([name, label]) => (
          <button
            key={name}
            type="button"
            className="small"
            aria-pressed={way === name}
            onClick={() => {
              add.reset();
              setWay(name);
            }}
          >
            {label}
          </button>
        ))}
      </fieldset>
      {way === "files" && (
        <FilePicker
          label="Choose files"
          hint="Text, Markdown, PDF, Word (.docx) or HTML, 20 MB at most each. Or drop them here."
          accept={TAKEN}
          multiple
          onFiles={(files) => send(() => addFiles(files))}
        />
      )}
      {way === "page" && <PageForm onAdd={(body, then) => send(() => addOne(body), then)} />}
      {way === "text" && <TextForm onAdd={(body, then) => send(() => addOne(body), then)} />}
      <p role="status" className={add.isPending ? "quiet" : "good"}>
        {add.isPending && "Reading…"}
        {add.isSuccess && `Known now: ${join(add.data)}.`}
      </p>
      {add.error && <Trouble error={add.error} />}
    </div>
  );
}

type Add = (body: Record<string, string>, then: () => void) => void;

function PageForm({ onAdd }: { onAdd: Add }) {
  const field = useId();
  return (
    <form className="line-form" onSubmit={(event) => submit(event, onAdd)}>
      <label htmlFor={field}>Address of the page</label>
      <input id={field} name="url" type="url" required placeholder="https://" />
      <button type="submit">Add</button>
    </form>
  );
}

function TextForm({ onAdd }: { onAdd: Add }) {
  const field = useId();
  return (
    <form className="text-form" onSubmit={(event) => submit(event, onAdd)}>
      <label htmlFor={`${field}-title`}>Title</label>
      <input id={`${field}-title`} name="title" required maxLength={200} />
      <label htmlFor={`${field}-text`}>Text</label>
      <textarea id={`${field}-text`} name="text" required rows={5} />
      <button type="submit">Add</button>
    </form>
  );
}

/** Sends the fields by their names, and empties them when that was taken. */
function submit(event: SubmitEvent<HTMLFormElement>, onAdd: Add): void {
  event.preventDefault();
  const form = event.currentTarget;
  const given = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
  if (given.every(([, value]) => value)) onAdd(Object.fromEntries(given), () => form.reset());
}

async function addOne(body: Record<string, string>): Promise<string[]> {
  return [(await post<KnowledgeDocument>("/knowledge", body)).title];
}

/** One after the other; those that cannot be taken are named together, and the others are kept. */
async function addFiles(files: File[]): Promise<string[]> {
  const titles: string[] = [];
  const refused: string[] = [];
  for (const file of files) {
    try {
      titles.push((await upload<KnowledgeDocument>("/knowledge/files", file)).title);
    } catch (error) {
      refused.push(`${file.name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (refused.length > 0) throw new Error(refused.join(" "));
  return titles;
}
