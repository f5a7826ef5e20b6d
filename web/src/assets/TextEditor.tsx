import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type SubmitEvent, useState } from "react";
import { wholeAsset } from "../api/queries";
import type { Asset, WholeAsset } from "../api/types";
import { Trouble } from "../shell/Trouble";
import { closeOnEscape, FormFoot, type FormProps } from "./forms";

interface Props extends FormProps {
  asset: Asset;
  onSave: (asset: Asset, text: string) => void;
}

/** The words of a piece, to be changed where they stand. What was begun keeps its version: the server says if that is old. */
export function TextEditor(props: Props) {
  const [asset] = useState(props.asset);
  const whole = useQuery(wholeAsset(asset.id));
  if (whole.data) return <Editing {...props} whole={whole.data} />;
  if (whole.error) return <Trouble error={whole.error} onRetry={() => void whole.refetch()} />;
  return <p className="quiet pad">Loading…</p>;
}

function Editing({ whole, busy, error, onSave, onClose }: Props & { whole: WholeAsset }) {
  const [text, setText] = useState(whole.text);
  const changed = text.trim() !== "" && text.trim() !== whole.text.trim();
  function save(event: SubmitEvent): void {
    event.preventDefault();
    if (changed && !busy) onSave(whole, text);
  }
  function leave(event: KeyboardEvent): void {
    // What has been changed is left by a button only, not by a slip of the finger.
    closeOnEscape(event, () => !changed && onClose());
  }
  return (
    <form className="editor" onSubmit={save} onKeyDown={leave}>
      <textarea
        aria-label="Text"
        value={text}
        // biome-ignore lint/a11y/noAutofocus: it takes the place of what it edits.
        autoFocus
        onChange={(event) => setText(event.target.value)}
      />
      {error && <Trouble error={error} />}
      <p className="quiet tiny">
        Saving is free, makes a new version, and has it reviewed. Pages and letters are set from this text.
      </p>
      <FormFoot submit="Save the text" ready={changed && !busy} onClose={onClose} />
    </form>
  );
}
