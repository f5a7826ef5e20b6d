import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { put } from "../api/client";
import { address, type Preferences, preferences, type Ways } from "../api/news";
import type { Me } from "../api/types";
import { Trouble } from "../shell/Trouble";
import { Waiting } from "../shell/Waiting";
import { capital } from "../words";
import { KINDS } from "./kinds";

/** Which news come by which way, and where the letters go. */
export function NewsSettings({ me }: { me: Me }) {
  const found = useQuery(preferences);
  if (!found.data) return <Waiting on={found} />;
  return (
    <section className="news-settings" aria-label="What to tell me">
      <WaysTable me={me} ways={found.data.items} />
      <MailAddress />
      {!found.data.mail_server && (
        <p className="quiet tiny">This server has no mail server set, so for now nothing is mailed.</p>
      )}
    </section>
  );
}

function WaysTable({ me, ways }: { me: Me; ways: Ways[] }) {
  const client = useQueryClient();
  /** What was just chosen, until the server has taken it or refused. */
  const [chosen, setChosen] = useState<Record<string, Ways>>({});
  const prefer = useMutation({
    mutationFn: ({ kind, in_app, mail }: Ways) =>
      put<Preferences>(`/notifications/preferences/${kind}`, { in_app, mail }),
    onSuccess: (kept) => client.setQueryData(preferences.queryKey, kept),
    onSettled: (_kept, _error, { kind }) => setChosen(({ [kind]: _, ...others }) => others),
  });
  function choose(wanted: Ways): void {
    setChosen({ ...chosen, [wanted.kind]: wanted });
    prefer.mutate(wanted);
  }
  const shown = ways.filter(({ kind }) => me.role !== "member" || !KINDS[kind]?.keepersOnly);
  return (
    <>
      <table className="ways">
        <thead>
          <tr>
            <th scope="col">Tell me when</th>
            <th scope="col">Here</th>
            <th scope="col">By mail</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((each) => (
            <WaysRow key={each.kind} ways={chosen[each.kind] ?? each} onChange={choose} />
          ))}
        </tbody>
      </table>
      {prefer.error && <Trouble error={prefer.error} />}
    </>
  );
}

function WaysRow({ ways, onChange }: { ways: Ways; onChange: (ways: Ways) => void }) {
  const name = KINDS[ways.kind]?.name ?? capital(ways.kind.replaceAll("_", " "));
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <input
          type="checkbox"
          aria-label={`${name}: here`}
          checked={ways.in_app}
          onChange={(event) => onChange({ ...ways, in_app: event.target.checked })}
        />
      </td>
      <td>
        <input
          type="checkbox"
          aria-label={`${name}: by mail`}
          checked={ways.mail}
          onChange={(event) => onChange({ ...ways, mail: event.target.checked })}
        />
      </td>
    </tr>
  );
}

function MailAddress() {
  const client = useQueryClient();
  const field = useId();
  const found = useQuery(address);
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (email: string) =>
      put<{ email: string | null }>("/notifications/address", { email: email || null }),
    onSuccess: (kept) => {
      client.setQueryData(address.queryKey, kept);
      setTyped(null);
    },
  });
  if (!found.data) return <Waiting on={found} />;
  const value = typed ?? found.data.email ?? "";
  return (
    <form
      className="mail-address"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate(value.trim());
      }}
    >
      <label htmlFor={field}>Mail goes to</label>
      <input
        id={field}
        type="email"
        autoComplete="email"
        placeholder="nowhere yet"
        value={value}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" className="small">
        Save
      </button>
      {save.error && <Trouble error={save.error} />}
      <p role="status" className="good">
        {save.isSuccess && typed === null && (save.data.email ? "Saved." : "Saved: no mail goes out.")}
      </p>
    </form>
  );
}
