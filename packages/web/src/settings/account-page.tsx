// One's own account: the password, and where one is signed in.
import { useState } from "react";
import type { FormEvent } from "react";
import type { SessionJson } from "../api/account-shapes.ts";
import { useMe } from "../api/questions.ts";
import { ErrorNotice } from "../ui/notice.tsx";
import { PlainTable } from "../ui/plain-table.tsx";
import { browserName } from "../words/browser.ts";
import { ACCOUNT_WORDS, SETTINGS_WORDS } from "../words/settings.ts";
import { ConfirmButton } from "./confirm-button.tsx";
import { Part } from "./part.tsx";
import { TimeCell } from "./time-cell.tsx";
import { useChange, useList } from "./use-change.ts";

export function AccountPage() {
  const { data: user } = useMe();
  return (
    <>
      <Part title={SETTINGS_WORDS.parts.account} errors={[]}>
        <p>
          <strong>{user?.display_name || user?.username}</strong>{" "}
          <span className="quiet">{[user?.username, user?.role, ...(user?.tenants ?? [])].join(" · ")}</span>
        </p>
        {user?.source === "oidc" || user?.source === "ldap" ? <p>{ACCOUNT_WORDS.elsewhere[user.source]}</p> : <PasswordForm />}
      </Part>
      <Sessions />
    </>
  );
}

function PasswordForm() {
  const change = useChange();
  const [differ, setDiffer] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const same = fields.get("new") === fields.get("again");
    setDiffer(!same);
    if (same)
      change.mutate(
        { path: "auth/password", method: "POST", body: { current: fields.get("current"), new: fields.get("new") } },
        { onSuccess: () => form.reset() },
      );
  };
  return (
    <form className="form form-narrow" onSubmit={submit}>
      <h2>{ACCOUNT_WORDS.password}</h2>
      <label className="field">
        {ACCOUNT_WORDS.current}
        <input name="current" type="password" autoComplete="current-password" required />
      </label>
      <label className="field">
        {ACCOUNT_WORDS.next}
        <input name="new" type="password" autoComplete="new-password" minLength={8} required />
      </label>
      <label className="field">
        {ACCOUNT_WORDS.again}
        <input name="again" type="password" autoComplete="new-password" minLength={8} required />
      </label>
      {differ && (
        <p role="alert" className="warned">
          {ACCOUNT_WORDS.differ}
        </p>
      )}
      {change.error && <ErrorNotice error={change.error} />}
      {change.isSuccess && <p role="status">{ACCOUNT_WORDS.changed}</p>}
      <div className="form-actions">
        <button type="submit" className="button button-primary" disabled={change.isPending}>
          {ACCOUNT_WORDS.change}
        </button>
      </div>
    </form>
  );
}

function Sessions() {
  const sessions = useList<SessionJson>("auth/sessions");
  const change = useChange();
  return (
    <Part title={ACCOUNT_WORDS.sessions} errors={[sessions.error, change.error]}>
      <PlainTable
        className="settings-scroll"
        heads={[ACCOUNT_WORDS.browser, ACCOUNT_WORDS.address, ACCOUNT_WORDS.since, ACCOUNT_WORDS.seen, ACCOUNT_WORDS.ends]}
        actions
      >
        {sessions.data?.items.map(({ id, current, user_agent: agent, address, created_at: made, seen_at: seen, expires_at: ends }) => (
          <tr key={id}>
            <td>
              <span className="wide-cell clip" title={agent}>
                {browserName(agent) || "–"}
              </span>
            </td>
            <td className="mono">{address}</td>
            <TimeCell at={made} />
            <TimeCell at={seen} />
            <TimeCell at={ends} />
            <td>
              {current ? (
                <span className="quiet">{ACCOUNT_WORDS.here}</span>
              ) : (
                <ConfirmButton
                  label={ACCOUNT_WORDS.end}
                  question={ACCOUNT_WORDS.reallyEnd}
                  onConfirm={() => change.mutate({ path: `auth/sessions/${id}`, method: "DELETE" })}
                />
              )}
            </td>
          </tr>
        ))}
      </PlainTable>
    </Part>
  );
}
