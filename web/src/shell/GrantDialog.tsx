import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { post } from "../api/client";
import { facts } from "../api/queries";
import { Dialog, DialogFoot } from "./Dialog";
import { Trouble } from "./Trouble";

/** Most that the server grants at once, in credits. */
const MOST = 1_000_000;

/** An owner adds credits; the key makes a double click one grant. */
export function GrantDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const field = useId();
  const [amount, setAmount] = useState("100");
  const [key] = useState(() => crypto.getRandomValues(new Uint32Array(4)).join("-"));
  const credits = Number(amount);
  const valid = Number.isInteger(credits) && credits > 0 && credits <= MOST;
  const grant = useMutation({
    mutationFn: () => post("/credits/grants", { amount: credits, reason: "Added on the dashboard", key }),
    onSuccess: () => {
      void client.invalidateQueries(facts);
      onClose();
    },
  });
  return (
    <Dialog title="Add credits" onClose={onClose}>
      <form
        className="grant"
        onSubmit={(event) => {
          event.preventDefault();
          if (valid) grant.mutate();
        }}
      >
        <label htmlFor={field}>How many?</label>
        <input
          id={field}
          type="number"
          min={1}
          max={MOST}
          step={1}
          required
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
        />
        {grant.error && <Trouble error={grant.error} />}
        <DialogFoot onClose={onClose}>
          <button type="submit" className="main" disabled={!valid || grant.isPending}>
            Add
          </button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
