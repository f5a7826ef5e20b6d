import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Trouble } from "../shell/Trouble";

export interface Field {
  name: string;
  label: string;
  value: string;
  /** A text of several lines. */
  long?: boolean;
}

interface Props {
  /** What is edited: "scene 2". */
  what: string;
  fields: Field[];
  /** False while it is worked on. */
  open: boolean;
  /** Is given only what was changed. */
  onSave: (changed: Record<string, string>) => Promise<unknown>;
  children: ReactNode;
}

/** Shows something, and turns into a form in its place; afterwards the focus is where it was. */
export function Editable({ what, fields, open, onSave, children }: Props) {
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const back = useRef(false);
  useEffect(() => {
    if (!editing && back.current) button.current?.focus();
    back.current = editing;
  }, [editing]);
  if (editing && open) {
    return <EditForm what={what} fields={fields} onSave={onSave} onClose={() => setEditing(false)} />;
  }
  return (
    <>
      {children}
      {open && (
        <button
          ref={button}
          type="button"
          className="small edit"
          aria-label={`Edit ${what}`}
          onClick={() => setEditing(true)}
        >
          Edit
        </button>
      )}
    </>
  );
}

interface FormProps extends Pick<Props, "what" | "fields" | "onSave"> {
  onClose: () => void;
}

function EditForm({ what, fields, onSave, onClose }: FormProps) {
  const prefix = useId();
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<Error | null>(null);
  const [saving, setSaving] = useState(false);
  useEffect(() => form.current?.querySelector<HTMLElement>("input, textarea")?.focus(), []);

  async function save(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (saving) return;
    const given = new FormData(event.currentTarget);
    const changed = fields
      .map(({ name, value }) => ({ name, value, now: String(given.get(name) ?? value).trim() }))
      .filter(({ value, now }) => now !== value);
    setSaving(true);
    try {
      if (changed.length > 0) await onSave(Object.fromEntries(changed.map(({ name, now }) => [name, now])));
      onClose();
    } catch (refusal) {
      setError(refusal instanceof Error ? refusal : new Error("It could not be saved."));
      setSaving(false);
    }
  }

  return (
    <form
      ref={form}
      className="fields"
      aria-label={`Edit ${what}`}
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      {fields.map(({ name, label, value, long }) => (
        <div key={name} className="field">
          <label htmlFor={prefix + name}>{label}</label>
          {long ? (
            <textarea id={prefix + name} name={name} defaultValue={value} rows={rowsOf(value)} />
          ) : (
            <input id={prefix + name} name={name} defaultValue={value} maxLength={120} />
          )}
        </div>
      ))}
      {error && <Trouble error={error} />}
      <div className="edit-foot">
        <button type="submit" className="main small" aria-disabled={saving}>
          Save
        </button>
        <button type="button" className="small" onClick={onClose}>
          Leave as it is
        </button>
      </div>
    </form>
  );
}

const rowsOf = (text: string): number => Math.min(8, Math.max(2, Math.ceil(text.length / 48)));
