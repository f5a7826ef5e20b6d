import { type KeyboardEvent, type ReactNode, type SubmitEvent, useId, useState } from "react";
import { Trouble } from "../shell/Trouble";

/** What every form of an act is told, and how it is left. */
export interface FormProps {
  /** While the act is under way. */
  busy: boolean;
  /** Why it was refused. */
  error: Error | null;
  onClose: () => void;
}

interface NoteProps extends FormProps {
  label: string;
  hint?: string;
  /** Without it an empty note may be sent. */
  required?: boolean;
  submit: string;
  ready?: boolean;
  onSubmit: (note: string) => void;
  children?: ReactNode;
}

/** Most characters of a note that the server takes. */
const NOTE = 500;

/** A note in a few words, with what it is for. It has the focus as soon as it is there. */
export function NoteForm(props: NoteProps) {
  const { label, hint, required = false, submit, ready = true, busy, error, onSubmit, onClose } = props;
  const field = useId();
  const [note, setNote] = useState("");
  const valid = ready && !busy && (!required || note.trim() !== "");
  function send(event: SubmitEvent): void {
    event.preventDefault();
    if (valid) onSubmit(note.trim());
  }
  return (
    <form className="act-form" onSubmit={send} onKeyDown={(event) => closeOnEscape(event, onClose)}>
      <label htmlFor={field}>{label}</label>
      <textarea
        id={field}
        rows={2}
        maxLength={NOTE}
        value={note}
        // biome-ignore lint/a11y/noAutofocus: it opens where its button was pressed.
        autoFocus
        aria-describedby={hint ? `${field}-hint` : undefined}
        onChange={(event) => setNote(event.target.value)}
      />
      {hint && (
        <p id={`${field}-hint`} className="quiet tiny">
          {hint}
        </p>
      )}
      {props.children}
      {error && <Trouble error={error} />}
      <FormFoot submit={submit} ready={valid} onClose={onClose} />
    </form>
  );
}

interface FootProps {
  submit: string;
  ready: boolean;
  onClose: () => void;
}

/** Nothing here is ever disabled by being pressed: a button that has the focus would lose it. */
export function FormFoot({ submit, ready, onClose }: FootProps) {
  return (
    <div className="dialog-foot">
      <button type="button" className="small" onClick={onClose}>
        Not now
      </button>
      <button type="submit" className="small main" aria-disabled={!ready}>
        {submit}
      </button>
    </div>
  );
}

/** Escape leaves the form, not the dialog around it. */
export function closeOnEscape(event: KeyboardEvent, onClose: () => void): void {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  onClose();
}
