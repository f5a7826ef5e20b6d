import { useRef } from "react";
import { ShareAddress } from "../campaign/ShareAddress";
import { Trouble } from "../shell/Trouble";
import { NoteForm } from "./forms";
import { RemakeForm } from "./RemakeForm";
import { UseForm } from "./UseForm";
import type { Made } from "./units";
import type { Acts as Doable, Doing } from "./useActs";
import { isWritten } from "./words";

interface Props {
  acts: Doable;
  shown: Made;
  newest: boolean;
}

/** What can be done with the version that is shown: an old one can only be brought back. */
export function Acts({ acts, shown, newest }: Props) {
  const { act, doing, share } = acts;
  const told = useRef<HTMLParagraphElement>(null);
  const face = shown.face;
  const error = doing ? null : act.error;
  const restore = () => acts.restore(face, () => told.current?.focus());
  return (
    <section aria-label="What to do with it">
      <div className="command-row">
        {newest ? (
          <Buttons acts={acts} shown={shown} />
        ) : (
          <button type="button" className="main" onClick={restore}>
            Bring this version back
          </button>
        )}
      </div>
      {doing === "reject" && (
        <NoteForm
          label="What is wrong with it?"
          hint="It is left out of downloads and links, and making it again heeds the reason."
          required
          submit="Reject it"
          onSubmit={(reason) => acts.reject(face, reason)}
          {...acts.form}
        />
      )}
      {doing === "remake" && (
        <RemakeForm asset={face} onRemake={(note) => acts.remake(face, note)} {...acts.form} />
      )}
      {doing === "use" && (
        <UseForm asset={face} onUse={(campaign) => acts.use(face, campaign)} {...acts.form} />
      )}
      {error && <Trouble error={error} />}
      <p ref={told} tabIndex={-1} role="status" className="good">
        {act.isSuccess && act.data}
      </p>
      {share?.url && <ShareAddress key={share.url} url={share.url} about={shown.title} />}
    </section>
  );
}

function Buttons({ acts, shown }: { acts: Doable; shown: Made }) {
  if (acts.doing === "edit")
    return <p className="quiet">Save the text or leave it, and the rest is here again.</p>;
  return (
    <>
      <button
        type="button"
        className="small"
        aria-pressed={shown.face.decision === "approved"}
        onClick={() => acts.approve(shown.face)}
      >
        Approve
      </button>
      <Opener acts={acts} what="reject" label="Reject…" />
      {shown.project === null && <Opener acts={acts} what="remake" label="Make it again…" />}
      {isWritten(shown) && <Opener acts={acts} what="edit" label="Edit the text…" />}
      <button type="button" className="small" onClick={() => acts.shareLink(shown.main)}>
        Share this piece
      </button>
      <Opener acts={acts} what="use" label="Use elsewhere…" />
    </>
  );
}

function Opener({ acts, what, label }: { acts: Doable; what: Doing; label: string }) {
  return (
    <button
      type="button"
      className="small"
      ref={acts.opener(what)}
      aria-expanded={acts.doing === what}
      onClick={() => acts.begin(what)}
    >
      {label}
    </button>
  );
}
