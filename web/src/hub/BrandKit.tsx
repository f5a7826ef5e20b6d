import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../api/client";
import { type Brand, brand as brandQuery } from "../api/hub";
import type { Me } from "../api/types";
import { Trouble } from "../shell/Trouble";
import { Waiting } from "../shell/Waiting";
import { BrandFields } from "./BrandFields";
import { BrandSample } from "./BrandSample";

/** How everything that is made speaks and looks. */
export function BrandKit({ me }: { me: Me }) {
  const found = useQuery(brandQuery);
  return (
    <section aria-labelledby="brand">
      <h2 id="brand">Brand kit</h2>
      <p className="quiet">How everything that is made speaks and looks.</p>
      <Waiting on={found} />
      {found.data && <BrandForm kept={found.data} readOnly={me.role === "member"} />}
    </section>
  );
}

function BrandForm({ kept, readOnly }: { kept: Brand; readOnly: boolean }) {
  const client = useQueryClient();
  /** What was changed and is not saved; the rest follows what is kept. */
  const [edits, setEdits] = useState<Partial<Brand>>({});
  const kit = { ...kept, ...edits };
  const save = useMutation({
    mutationFn: (sent: Brand) => put<Brand>("/brand", sent),
    onSuccess: (answer, sent) => {
      client.setQueryData(brandQuery.queryKey, answer);
      setEdits((edits) => since(edits, sent));
    },
  });
  const changed = Object.keys(edits).length > 0;
  return (
    <form
      className="brand card"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !save.isPending) save.mutate(kit);
      }}
    >
      <BrandFields kit={kit} readOnly={readOnly} onEdit={(edit) => setEdits({ ...edits, ...edit })} />
      <BrandSample kit={kit} />
      {save.error && <Trouble error={save.error} />}
      {readOnly ? (
        <p className="quiet">Only an owner or an admin may change it.</p>
      ) : (
        <div className="dialog-foot">
          <p role="status" className="good">
            {save.isSuccess && !changed && "Saved. What is made from now on follows it."}
          </p>
          <button type="submit" className="main" aria-disabled={!changed || save.isPending}>
            Save the brand kit
          </button>
        </div>
      )}
    </form>
  );
}

/** What was edited while the kit was on its way. */
const since = (edits: Partial<Brand>, sent: Brand): Partial<Brand> =>
  Object.fromEntries(Object.entries(edits).filter(([name, value]) => value !== sent[name as keyof Brand]));
