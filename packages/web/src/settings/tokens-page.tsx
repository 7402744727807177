// API tokens: one's own, and for administrators everybody's.
import { toRfc3339 } from "@sipglass/model";
import { useState } from "react";
import type { ReactNode } from "react";
import type { TokenJson } from "../api/account-shapes.ts";
import { useMe } from "../api/questions.ts";
import { Icon } from "../ui/icon.tsx";
import { PlainTable } from "../ui/plain-table.tsx";
import { SETTINGS_WORDS, TOKENS_WORDS } from "../words/settings.ts";
import { ConfirmButton } from "./confirm-button.tsx";
import { FormDialog, listOf, textOf } from "./form-dialog.tsx";
import { Part } from "./part.tsx";
import { RoleFields } from "./role-fields.tsx";
import { Secret } from "./secret.tsx";
import { TimeCell } from "./time-cell.tsx";
import { useChange, useList } from "./use-change.ts";

const USUAL_DAYS = 90;
const LONGEST_DAYS = 730;
const DAY_US = 86_400e6;

export function TokensPage() {
  const tokens = useList<TokenJson>("tokens");
  const change = useChange();
  const [making, setMaking] = useState(false);
  const items = tokens.data?.items;
  const add = (
    <button type="button" className="button" onClick={() => setMaking(true)}>
      <Icon name="plus" /> {TOKENS_WORDS.add}
    </button>
  );
  return (
    <Part title={SETTINGS_WORDS.parts.tokens} about={TOKENS_WORDS.about} action={add} errors={[tokens.error, change.error]}>
      {items?.length === 0 && <p>{TOKENS_WORDS.none}</p>}
      {items !== undefined && items.length > 0 && (
        <PlainTable
          className="settings-scroll"
          heads={[
            TOKENS_WORDS.name, TOKENS_WORDS.owner, TOKENS_WORDS.role, TOKENS_WORDS.tenants, TOKENS_WORDS.hint, TOKENS_WORDS.used,
            TOKENS_WORDS.expires,
          ]}
          actions
        >
          {items.map((token) => (
            <tr key={token.id} className={token.expired ? "off" : ""}>
              <td>{token.name}</td>
              <td>{token.user}</td>
              <td>{token.role}</td>
              <td>{token.tenants === null ? <span className="quiet">{TOKENS_WORDS.all}</span> : token.tenants.join(", ")}</td>
              <td className="mono">…{token.hint}</td>
              <TimeCell at={token.last_used_at} />
              {token.expired ? <td className="warned">{TOKENS_WORDS.expired}</td> : <TimeCell at={token.expires_at} />}
              <td className="row-actions">
                <ConfirmButton
                  label={TOKENS_WORDS.revoke}
                  question={TOKENS_WORDS.reallyRevoke}
                  onConfirm={() => change.mutate({ path: `tokens/${token.id}`, method: "DELETE" })}
                />
              </td>
            </tr>
          ))}
        </PlainTable>
      )}
      {making && <TokenDialog close={() => setMaking(false)} />}
    </Part>
  );
}

function TokenDialog({ close }: { close: () => void }) {
  const { data: me } = useMe();
  const change = useChange();
  const send = async (form: FormData): Promise<ReactNode> => {
    const tenants = listOf(form, "tenants");
    const expires = toRfc3339(Date.now() * 1000 + Number(form.get("days")) * DAY_US);
    const body = {
      name: textOf(form, "name"),
      role: textOf(form, "role"),
      expires_at: expires,
      ...(tenants.length > 0 ? { tenants } : {}),
    };
    const made = (await change.mutateAsync({ path: "tokens", method: "POST", body })) as { token: string };
    return <Secret label={TOKENS_WORDS.secret} secret={made.token} />;
  };
  return (
    <FormDialog title={TOKENS_WORDS.add} submit={TOKENS_WORDS.add} close={close} send={send}>
      <label className="field">
        {TOKENS_WORDS.name}
        <input name="name" required maxLength={64} autoComplete="off" spellCheck={false} />
      </label>
      <RoleFields role="readonly" tenants={[]} most={me?.role ?? "readonly"} />
      <label className="field">
        {TOKENS_WORDS.expires} ({TOKENS_WORDS.days})
        <input name="days" type="number" min={1} max={LONGEST_DAYS} defaultValue={USUAL_DAYS} required />
      </label>
    </FormDialog>
  );
}
