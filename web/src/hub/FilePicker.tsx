import { type DragEvent, useId, useState } from "react";

interface Props {
  label: string;
  hint: string;
  accept: string;
  multiple?: boolean;
  onFiles: (files: File[]) => void;
}

/** The browser's own file input, which can also be dropped on. */
export function FilePicker({ label, hint, accept, multiple = false, onFiles }: Props) {
  const field = useId();
  const [over, setOver] = useState(false);
  function take(found: FileList | null): void {
    const files = [...(found ?? [])];
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
  }
  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is besides; the input inside does the same.
    <div
      className={over ? "picker over" : "picker"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label htmlFor={field}>{label}</label>
      <input
        id={field}
        type="file"
        accept={accept}
        multiple={multiple}
        aria-describedby={`${field}-hint`}
        onChange={(event) => {
          take(event.target.files);
          // So that the same file can be chosen once more.
          event.target.value = "";
        }}
      />
      <p id={`${field}-hint`} className="quiet tiny">
        {hint}
      </p>
    </div>
  );
}
