import { Logo } from "./Logo";

/** There is no password and no key to type: whoever can read the server's output may come in. */
export function SignIn() {
  return (
    <main className="alone">
      <div className="sign-in card">
        <Logo />
        <h1>Sign in</h1>
        <p>
          Open the link that the server printed when it started. It looks like{" "}
          <code>{window.location.origin}/signin/…</code> and works once.
        </p>
        <p>
          Used it up? Starting <code>./dev serve</code> again prints a new one, and{" "}
          <code>.venv/bin/drumbeat user create NAME</code> prints one for another person.
        </p>
      </div>
    </main>
  );
}
