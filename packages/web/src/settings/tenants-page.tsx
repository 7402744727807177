// Tenants and what makes a call theirs, for administrators.
import { SipglassError } from "@sipglass/model";
import { useState } from "react";
import type { ReactNode } from "react";
import type { TenantJson } from "../api/account-shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { PlainTable } from "../ui/plain-table.tsx";
import { SETTINGS_WORDS, TENANTS_WORDS } from "../words/settings.ts";
import { ConfirmButton } from "./confirm-button.tsx";
import { FormDialog, listOf, textOf } from "./form-dialog.tsx";
import { headerLines, headersOf } from "./header-lines.ts";
import { Part } from "./part.tsx";
import { TimeCell } from "./time-cell.tsx";
import { useChange, useList } from "./use-change.ts";

const pathOf = (name: string): string => `tenants/${encodeURIComponent(name)}`;

export function TenantsPage() {
  const tenants = useList<TenantJson>("tenants");
  const change = useChange();
  const [open, setOpen] = useState<"new" | TenantJson | null>(null);
  const items = tenants.data?.items;
  const add = (
    <button type="button" className="button" onClick={() => setOpen("new")}>
      <Icon name="plus" /> {TENANTS_WORDS.add}
    </button>
  );
  return (
    <Part title={SETTINGS_WORDS.parts.tenants} about={TENANTS_WORDS.about} action={add} errors={[tenants.error, change.error]}>
      {items?.length === 0 && <p>{TENANTS_WORDS.none}</p>}
      {items !== undefined && items.length > 0 && (
        <PlainTable
          className="settings-scroll"
          heads={[
            TENANTS_WORDS.name, TENANTS_WORDS.prefixes, TENANTS_WORDS.domains, TENANTS_WORDS.trunks, TENANTS_WORDS.headers,
            TENANTS_WORDS.changed,
          ]}
          actions
        >
          {items.map((tenant) => (
            <tr key={tenant.name}>
              <td>{tenant.name}</td>
              {[tenant.prefixes, tenant.domains, tenant.trunks, headerLines(tenant.headers)].map((values, at) => (
                <td key={at}>
                  <span className="wide-cell clip mono" title={values.join("\n")}>
                    {values.join(", ") || <span className="nothing">–</span>}
                  </span>
                </td>
              ))}
              <TimeCell at={tenant.changed_at} />
              <td className="row-actions">
                <button type="button" className="link" onClick={() => setOpen(tenant)}>
                  {TENANTS_WORDS.edit}
                </button>
                <ConfirmButton
                  label={TENANTS_WORDS.remove}
                  question={TENANTS_WORDS.reallyRemove}
                  onConfirm={() => change.mutate({ path: pathOf(tenant.name), method: "DELETE" })}
                />
              </td>
            </tr>
          ))}
        </PlainTable>
      )}
      {open && (
        <TenantDialog tenant={open === "new" ? null : open} taken={items?.map(({ name }) => name) ?? []} close={() => setOpen(null)} />
      )}
    </Part>
  );
}

const LISTS = ["prefixes", "domains", "trunks"] as const;

/** `taken`: a new tenant must not replace another. */
function TenantDialog({ tenant, taken, close }: { tenant: TenantJson | null; taken: readonly string[]; close: () => void }) {
  const change = useChange();
  const send = async (form: FormData): Promise<ReactNode> => {
    const lists = Object.fromEntries(LISTS.map((name) => [name, [...new Set(listOf(form, name))]]));
    const name = tenant?.name ?? textOf(form, "name");
    if (!tenant && taken.includes(name)) throw new SipglassError("conflict", { tenant: name });
    const body = { ...lists, headers: headersOf(textOf(form, "headers")) };
    await change.mutateAsync({ path: pathOf(name), method: "PUT", body });
    return null;
  };
  return (
    <FormDialog
      title={tenant ? tenant.name : TENANTS_WORDS.add}
      submit={tenant ? SETTINGS_WORDS.save : TENANTS_WORDS.add}
      close={close}
      send={send}
    >
      {!tenant && (
        <label className="field">
          {TENANTS_WORDS.name}
          <input name="name" required maxLength={128} autoComplete="off" spellCheck={false} />
        </label>
      )}
      {LISTS.map((name) => (
        <label key={name} className="field">
          {TENANTS_WORDS[name]}
          <textarea
            name={name}
            rows={2}
            defaultValue={tenant?.[name].join("\n") ?? ""}
            placeholder={TENANTS_WORDS.list}
            spellCheck={false}
          />
        </label>
      ))}
      <label className="field">
        {TENANTS_WORDS.headers}
        <textarea
          name="headers"
          rows={2}
          defaultValue={headerLines(tenant?.headers ?? {}).join("\n")}
          placeholder={TENANTS_WORDS.headersHint}
          spellCheck={false}
        />
      </label>
    </FormDialog>
  );
}
