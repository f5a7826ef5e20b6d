import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../api/client";
import { credits, me as meQuery } from "../api/queries";
import { Dialog, DialogFoot } from "../shell/Dialog";
import { GrantDialog } from "../shell/GrantDialog";
import { Trouble } from "../shell/Trouble";
import { count, creditWords } from "../words";
import type { Purchase } from "./bench";
import type { Doing } from "./doing";

interface Props {
  purchase: Purchase;
  doing: Doing;
  onDone: () => void;
  onClose: () => void;
}

/** What it costs and what that leaves, before anything is spent; a refusal is shown here, with its mend. */
export function SpendDialog({ purchase, doing, onDone, onClose }: Props) {
  const { label, says, price, deed } = purchase;
  const [granting, setGranting] = useState(false);
  const balance = useQuery(credits).data?.balance;
  const role = useQuery(meQuery).data?.role;
  const short = balance === undefined ? 0 : price - balance;
  const refused = doing.error instanceof Problem && doing.error.status === 402;
  const mendable = (short > 0 || refused) && role !== "member";
  const done = (): void => {
    onDone();
    onClose();
  };
  const close = (): void => {
    doing.reset();
    onClose();
  };
  return (
    <>
      <Dialog title={label} onClose={close}>
        <p>{says}</p>
        {balance !== undefined && <p>{leaves(price, balance)}</p>}
        {doing.error && <Trouble error={doing.error} />}
        <DialogFoot onClose={close}>
          {mendable && (
            <button type="button" className="main" onClick={() => setGranting(true)}>
              Add credits
            </button>
          )}
          <button
            type="button"
            className={mendable ? "" : "main"}
            aria-disabled={doing.isPending}
            onClick={() => doing.isPending || doing.mutate(deed, { onSuccess: done })}
          >
            {label} for {creditWords(price)}
          </button>
        </DialogFoot>
      </Dialog>
      {granting && <GrantDialog onClose={() => setGranting(false)} />}
    </>
  );
}

function leaves(price: number, balance: number): string {
  if (price > balance) return `You have ${creditWords(balance)}: ${creditWords(price - balance)} short.`;
  return `That leaves ${creditWords(balance - price)} of your ${count(balance)}. Only what succeeds is charged.`;
}
