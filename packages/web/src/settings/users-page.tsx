// Users, for administrators: who may come in, as what, and the end of it.
import { useState } from "react";
import type { ReactNode } from "react";
import type { UserJson } from "../api/account-shapes.ts";
import { useMe } from "../api/questions.ts";
import { Icon } from "../ui/icon.tsx";
import { PlainTable } from "../ui/plain-table.tsx";
import { newPasswordOf, SETTINGS_WORDS, USERS_WORDS } from "../words/settings.ts";
import { ConfirmButton } from "./confirm-button.tsx";
import { FormDialog, listOf, textOf } from "./form-dialog.tsx";
import { newPassword } from "./new-password.ts";
import { Part } from "./part.tsx";
import { RoleFields } from "./role-fields.tsx";
import { Secret } from "./secret.tsx";
import { TimeCell } from "./time-cell.tsx";
import { useChange, useList } from "./use-change.ts";

const pathOf = (user: string): string => `users/${encodeURIComponent(user)}`;

export function UsersPage() {
  const users = useList<UserJson>("users");
  const change = useChange();
  const [open, setOpen] = useState<"new" | UserJson | null>(null);
  const [reset, setReset] = useState<{ user: string; password: string } | null>(null);
  const add = (
    <button type="button" className="button" onClick={() => setOpen("new")}>
      <Icon name="plus" /> {USERS_WORDS.add}
    </button>
  );
  const resetPassword = (user: string): void => {
    const password = newPassword();
    change.mutate({ path: pathOf(user), method: "PATCH", body: { password } }, { onSuccess: () => setReset({ user, password }) });
  };
  return (
    <Part title={SETTINGS_WORDS.parts.users} about={USERS_WORDS.about} action={add} errors={[users.error, change.error]}>
      {reset && <Secret label={newPasswordOf(reset.user)} secret={reset.password} />}
      <PlainTable
        className="settings-scroll"
        heads={[USERS_WORDS.name, USERS_WORDS.role, USERS_WORDS.tenants, USERS_WORDS.source, USERS_WORDS.lastLogin, USERS_WORDS.state]}
        actions
      >
        {users.data?.items.map((user) => (
          <UserRow
            key={user.username}
            user={user}
            edit={() => setOpen(user)}
            reset={() => resetPassword(user.username)}
            send={(method, body) => change.mutate({ path: pathOf(user.username), method, body })}
          />
        ))}
      </PlainTable>
      {open && <UserDialog user={open === "new" ? null : open} close={() => setOpen(null)} />}
    </Part>
  );
}

interface UserRowProps {
  user: UserJson;
  edit: () => void;
  reset: () => void;
  send: (method: "PATCH" | "DELETE", body?: object) => void;
}

function UserRow({ user, edit, reset, send }: UserRowProps) {
  const { data: me } = useMe();
  const mine = me?.username === user.username;
  return (
    <tr className={user.disabled ? "off" : ""}>
      <td>
        {user.username} {user.display_name && <span className="quiet">{user.display_name}</span>}
      </td>
      <td>{user.role}</td>
      <td>{user.tenants.join(", ") || <span className="nothing">–</span>}</td>
      <td>{USERS_WORDS.sources[user.source]}</td>
      <TimeCell at={user.last_login_at} />
      <td>{user.disabled ? <span className="warned">{USERS_WORDS.disabled}</span> : USERS_WORDS.enabled}</td>
      <td className="row-actions">
        <button type="button" className="link" onClick={edit}>
          {USERS_WORDS.edit}
        </button>
        {user.source === "local" && !mine && (
          <ConfirmButton label={USERS_WORDS.reset} question={USERS_WORDS.reallyReset} onConfirm={reset} />
        )}
        {!mine && user.disabled && (
          <button type="button" className="link" onClick={() => send("PATCH", { disabled: false })}>
            {USERS_WORDS.enable}
          </button>
        )}
        {!mine && !user.disabled && (
          <ConfirmButton
            label={USERS_WORDS.disable}
            question={USERS_WORDS.reallyDisable}
            onConfirm={() => send("PATCH", { disabled: true })}
          />
        )}
        {!mine && <ConfirmButton label={USERS_WORDS.remove} question={USERS_WORDS.reallyRemove} onConfirm={() => send("DELETE")} />}
      </td>
    </tr>
  );
}

function UserDialog({ user, close }: { user: UserJson | null; close: () => void }) {
  const change = useChange();
  const [source, setSource] = useState<UserJson["source"]>("local");
  const send = async (form: FormData): Promise<ReactNode> => {
    const common = { role: textOf(form, "role"), tenants: listOf(form, "tenants"), display_name: textOf(form, "display_name") };
    const password = source === "local" ? { password: form.get("password") } : {};
    if (user) await change.mutateAsync({ path: pathOf(user.username), method: "PATCH", body: common });
    else
      await change.mutateAsync({
        path: "users",
        method: "POST",
        body: { ...common, username: textOf(form, "username"), source, ...password },
      });
    return null;
  };
  return (
    <FormDialog
      title={user ? user.username : USERS_WORDS.add}
      submit={user ? SETTINGS_WORDS.save : USERS_WORDS.add}
      close={close}
      send={send}
    >
      {!user && (
        <label className="field">
          {USERS_WORDS.name}
          <input name="username" required autoCapitalize="none" autoComplete="off" spellCheck={false} />
        </label>
      )}
      <label className="field">
        {USERS_WORDS.displayName}
        <input name="display_name" defaultValue={user?.display_name ?? ""} autoComplete="off" />
      </label>
      <RoleFields role={user?.role ?? "readonly"} tenants={user?.tenants ?? []} />
      {!user && (
        <label className="field">
          {USERS_WORDS.source}
          <select value={source} onChange={(event) => setSource(event.currentTarget.value as UserJson["source"])}>
            {(["local", "oidc", "ldap"] as const).map((each) => (
              <option key={each} value={each}>
                {USERS_WORDS.sources[each]}
              </option>
            ))}
          </select>
        </label>
      )}
      {!user && source === "local" && (
        <label className="field">
          {USERS_WORDS.password}
          <input
            name="password"
            type="password"
            minLength={8}
            required
            autoComplete="new-password"
            placeholder={USERS_WORDS.passwordHint}
          />
        </label>
      )}
    </FormDialog>
  );
}
