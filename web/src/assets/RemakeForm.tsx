import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../api/client";
import { me, remakePrice } from "../api/queries";
import type { Asset } from "../api/types";
import { GrantDialog } from "../shell/GrantDialog";
import { Trouble } from "../shell/Trouble";
import { count, creditWords } from "../words";
import { type FormProps, NoteForm } from "./forms";

interface Props extends FormProps {
  asset: Asset;
  onRemake: (note: string) => void;
}

/** Another version, for the price of the piece, which is said before it is spent. */
export function RemakeForm({ asset, onRemake, ...form }: Props) {
  const price = useQuery(remakePrice(asset.id));
  return (
    <>
      <NoteForm
        label="What should be different?"
        hint={
          asset.decision === "rejected"
            ? `Left empty, your reason counts: “${asset.reason}”`
            : "For example: less formal. Left empty, it is simply made again."
        }
        submit={price.data ? `Make it again for ${creditWords(price.data.credits)}` : "Make it again"}
        ready={price.isSuccess}
        onSubmit={onRemake}
        {...form}
      >
        {price.data && (
          <p className="tiny">
            It takes {creditWords(price.data.credits)} of your {count(price.data.balance)}, if it succeeds.
            The version that there is stays.
          </p>
        )}
        {price.isPending && <p className="quiet tiny">Working out the price…</p>}
      </NoteForm>
      {price.error && <Unaffordable error={price.error} onRetry={() => void price.refetch()} />}
    </>
  );
}

/** The refusal, and for who may grant credits the way out of it. */
function Unaffordable({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const [granting, setGranting] = useState(false);
  const member = useQuery(me).data;
  const short = error instanceof Problem && error.status === 402;
  if (!short) return <Trouble error={error} onRetry={onRetry} />;
  return (
    <>
      <Trouble error={error} />
      {member && member.role !== "member" && (
        <button type="button" className="small" onClick={() => setGranting(true)}>
          Add credits
        </button>
      )}
      {granting && <GrantDialog onClose={() => setGranting(false)} />}
    </>
  );
}
