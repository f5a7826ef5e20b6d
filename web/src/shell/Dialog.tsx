import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
  className?: string;
}

/** The browser's modal dialog: it holds the focus, closes with Escape, and gives the focus back. */
export function Dialog({ title, onClose, children, className = "" }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Closed while it is still in the document: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog?.open) dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={`dialog ${className}`}
      aria-labelledby={heading}
      // A file input's or an inner dialog's own cancelling comes up to here too.
      onCancel={(event) => event.target === event.currentTarget && onClose()}
    >
      <header className="dialog-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="icon" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      </header>
      {children}
    </dialog>
  );
}

interface FootProps {
  onClose: () => void;
  children: ReactNode;
}

/** The way out first, then what can be done. */
export function DialogFoot({ onClose, children }: FootProps) {
  return (
    <div className="dialog-foot">
      <button type="button" onClick={onClose}>
        Not now
      </button>
      {children}
    </div>
  );
}
