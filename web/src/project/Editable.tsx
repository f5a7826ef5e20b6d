import { type ReactNode, type SubmitEvent, useEffect, useId, useRef, useState } from "react";
import { Trouble } from "../shell/Trouble";

export interface Field {
  name: string;
  label: string;
  value: string;
  /** A text of several lines. */
  long?: boolean;
  /** One of these. */
  choices?: string[];
  /** A number from and to these. */
  range?: [number, number];
}

interface Props {
  /** What is edited: "scene 2". */
  what: string;
  fields: Field[];
  /** False while it is worked on. */
  open: boolean;
  /** Is given only what was changed. */
  onSave: (changed: Record<string, string>) => Promise<unknown>;
  /** What the button that begins the edit is called. */
  label?: string;
  /** What stands beside the button that begins the edit. */
  beside?: ReactNode;
  children: ReactNode;
}

/** Shows something, and turns into a form in its place; afterwards the focus is where it was. */
export function Editable({ what, fields, open, onSave, label = "Edit", beside, children }: Props) {
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
      {(open || beside) && (
        <div className="edit-row">
          {beside}
          {open && (
            <button
              ref={button}
              type="button"
              className="small"
              aria-label={`${label} ${what}`}
              onClick={() => setEditing(true)}
            >
              {label}
            </button>
          )}
        </div>
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

  async function save(event: SubmitEvent<HTMLFormElement>): Promise<void> {
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
      {fields.map((field) => (
        <div key={field.name} className="field">
          <label htmlFor={prefix + field.name}>{field.label}</label>
          <Control id={prefix + field.name} field={field} />
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

function Control({ id, field }: { id: string; field: Field }) {
  const { name, value, long, choices, range } = field;
  if (choices) {
    return (
      <select id={id} name={name} defaultValue={value}>
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  if (range) {
    const [least, most] = range;
    return (
      <input
        id={id}
        name={name}
        type="number"
        step={0.1}
        min={least}
        max={most}
        required
        defaultValue={value}
      />
    );
  }
  if (long) return <textarea id={id} name={name} defaultValue={value} rows={rowsOf(value)} />;
  return <input id={id} name={name} defaultValue={value} maxLength={120} />;
}

const rowsOf = (text: string): number => Math.min(8, Math.max(2, Math.ceil(text.length / 48)));
