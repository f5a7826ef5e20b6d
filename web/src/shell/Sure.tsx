import { Dialog } from "./Dialog";

interface Props {
  title: string;
  question: string;
  yes: string;
  onYes: () => void;
  onClose: () => void;
}

/** Asks once more before something is stopped or gone for good. */
export function Sure({ title, question, yes, onYes, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{question}</p>
      <div className="dialog-foot">
        <button type="button" onClick={onClose}>
          Not now
        </button>
        <button type="button" className="main" onClick={onYes}>
          {yes}
        </button>
      </div>
    </Dialog>
  );
}
