// The sign-in form.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { isSipglassError } from "@sipglass/model";
import type { FormEvent } from "react";
import { request } from "../api/request.ts";
import type { User } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { Mark } from "../shell/mark.tsx";
import { signInFault } from "./sign-in-fault.ts";

export function SignIn() {
  const client = useQueryClient();
  const login = useMutation({
    mutationFn: (body: { username: string; password: string }) => request<{ user: User }>("auth/login", { method: "POST", body }),
    onSuccess: ({ user }) => client.setQueryData(["me"], user),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    login.mutate({ username: String(form.get("username")), password: String(form.get("password")) });
  };
  const fault = login.error && (isSipglassError(login.error) ? signInFault(login.error) : login.error.message);
  return (
    <main className="signin">
      <form className="signin-card" onSubmit={submit}>
        <h1>
          <Mark size={26} /> sipglass
        </h1>
        <p className="signin-tag">A looking glass for voice</p>
        <label className="field">
          User name
          <input name="username" autoComplete="username" autoFocus required autoCapitalize="none" spellCheck={false} />
        </label>
        <label className="field">
          Password
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <p className="signin-fault" role="alert">
          {fault && (
            <>
              <Icon name="warning" /> {fault}
            </>
          )}
        </p>
        <button type="submit" className="button button-primary" disabled={login.isPending}>
          {login.isPending ? "Signing in" : "Sign in"}
        </button>
        <p className="signin-hint">
          First time? The server printed a one-time password for <code>admin</code> when it first started. A capture can be opened without
          signing in: drop it here.
        </p>
      </form>
    </main>
  );
}
