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
          Used it up? <code>.venv/bin/drumbeat user create</code> prints a new one, and so does starting{" "}
          <code>./dev serve</code> again.
        </p>
      </div>
    </main>
  );
}
