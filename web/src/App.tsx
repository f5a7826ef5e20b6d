import { useQuery } from "@tanstack/react-query";
import { Problem } from "./api/client";
import { me } from "./api/queries";
import { SignIn } from "./shell/SignIn";
import { Trouble } from "./shell/Trouble";
import { Workspace } from "./shell/Workspace";

export function App() {
  const member = useQuery(me);
  // Asked first: a session that has ended leaves the member's data of before.
  if (member.error instanceof Problem && member.error.status === 401) return <SignIn />;
  if (member.data) return <Workspace me={member.data} />;
  if (member.error) {
    return (
      <main className="alone">
        <Trouble error={member.error} onRetry={() => void member.refetch()} />
      </main>
    );
  }
  return (
    <main className="alone" aria-busy="true">
      <p className="quiet">Opening Drumbeat…</p>
    </main>
  );
}
