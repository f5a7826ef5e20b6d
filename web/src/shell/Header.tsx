import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { command } from "../api/client";
import type { Liveness } from "../api/live";
import { credits } from "../api/queries";
import type { Me } from "../api/types";
import { Bell } from "../news/Bell";
import { forgetConversation } from "../talk/memory";
import { count } from "../words";
import { GrantDialog } from "./GrantDialog";
import { Logo } from "./Logo";

const LINE: Record<Liveness, string> = { connecting: "Connecting…", live: "Live", lost: "Reconnecting…" };

interface Props {
  me: Me;
  liveness: Liveness;
  inHub: boolean;
  onHub: () => void;
  onSelect: (id: string) => void;
}

export function Header({ me, liveness, inHub, onHub, onSelect }: Props) {
  const client = useQueryClient();
  const [granting, setGranting] = useState(false);
  const balance = useQuery(credits).data?.balance;
  const signOut = useMutation({
    mutationFn: () => command("/sign-out"),
    onSuccess: () => {
      forgetConversation();
      return client.resetQueries();
    },
  });
  const held = (
    <>
      <strong>{balance === undefined ? "–" : count(balance)}</strong>
      <span className="balance-unit"> credits</span>
    </>
  );
  return (
    <header className="header">
      <Logo />
      <span className="workspace">{me.workspace}</span>
      <span className={`line line-${liveness}`} role="status">
        {LINE[liveness]}
      </span>
      {me.role === "member" ? (
        <span className="balance">{held}</span>
      ) : (
        <button type="button" className="balance" onClick={() => setGranting(true)}>
          {held}
          <span className="hidden">: add credits</span>
          <span aria-hidden="true">+</span>
        </button>
      )}
      {granting && <GrantDialog onClose={() => setGranting(false)} />}
      <button type="button" className="small" aria-current={inHub ? "page" : undefined} onClick={onHub}>
        Hub
      </button>
      <Bell me={me} onSelect={onSelect} />
      <button type="button" className="small" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
        Sign out
      </button>
    </header>
  );
}
