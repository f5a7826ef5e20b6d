import { Dialog, DialogFoot } from "./Dialog";

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
      <DialogFoot onClose={onClose}>
        <button type="button" className="main" onClick={onYes}>
          {yes}
        </button>
      </DialogFoot>
    </Dialog>
  );
}
