// The sign-in form: by password, and by the provider that is configured.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { isSipglassError } from "@sipglass/model";
import type { FormEvent } from "react";
import { request } from "../api/request.ts";
import type { SignInWays } from "../api/account-shapes.ts";
import type { User } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { Mark } from "../shell/mark.tsx";
import { hrefOf, pathBelow } from "../url/base-path.ts";
import { orDirectory, providerFault, SIGN_IN_WORDS, signInWith } from "../words/sign-in.ts";
import { signInFault } from "./sign-in-fault.ts";

const FAULT_PARAM = "sign_in_fault";
/** Read at once: the router takes away what it does not know. */
const refused = new URLSearchParams(location.search).get(FAULT_PARAM);

/** Where the provider sends back to: this address, without what went wrong the last time. */
function startAddress(path: string): string {
  const here = new URL(location.href);
  here.searchParams.delete(FAULT_PARAM);
  return hrefOf(`${path}?to=${encodeURIComponent(`${pathBelow(here.pathname)}${here.search}${here.hash}`)}`);
}

export function SignIn() {
  const client = useQueryClient();
  const ways = useQuery({ queryKey: ["ways"], queryFn: ({ signal }) => request<SignInWays>("auth/ways", { signal }), staleTime: Infinity });
  const login = useMutation({
    mutationFn: (body: { username: string; password: string }) => request<{ user: User }>("auth/login", { method: "POST", body }),
    onSuccess: ({ user }) => client.setQueryData(["me"], user),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    login.mutate({ username: String(form.get("username")), password: String(form.get("password")) });
  };
  const fault = login.error
    ? isSipglassError(login.error)
      ? signInFault(login.error)
      : login.error.message
    : refused && providerFault(refused);
  const { oidc, directory } = ways.data ?? { oidc: null, directory: false };
  return (
    <main className="signin">
      <form className="signin-card" onSubmit={submit}>
        <h1>
          <Mark size={26} /> sipglass
        </h1>
        <p className="signin-tag">{SIGN_IN_WORDS.tag}</p>
        {oidc && (
          <>
            <a className="button" href={startAddress(oidc.path)}>
              {signInWith(oidc.name)}
            </a>
            <p className="signin-or">{SIGN_IN_WORDS.or}</p>
          </>
        )}
        <label className="field">
          {SIGN_IN_WORDS.userName}
          <input name="username" autoComplete="username" autoFocus required autoCapitalize="none" spellCheck={false} />
        </label>
        <label className="field">
          {SIGN_IN_WORDS.password}
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
          {login.isPending ? SIGN_IN_WORDS.signingIn : SIGN_IN_WORDS.signIn}
        </button>
        <p className="signin-hint">
          {directory ? (
            orDirectory
          ) : (
            <>
              {SIGN_IN_WORDS.firstTime} <code>admin</code> {SIGN_IN_WORDS.whenStarted}
            </>
          )}{" "}
          {SIGN_IN_WORDS.withoutSigningIn}
        </p>
      </form>
    </main>
  );
}
