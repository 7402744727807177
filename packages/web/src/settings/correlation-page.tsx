// Rules of one's own by which legs are joined to sessions.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../api/request.ts";
import { useMe } from "../api/questions.ts";
import type { CorrelationRuleJson } from "../api/site-shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { PlainTable } from "../ui/plain-table.tsx";
import { RULES_WORDS } from "../words/configuration.ts";
import { ConfirmButton } from "./confirm-button.tsx";
import { FormDialog, textOf } from "./form-dialog.tsx";
import { Part } from "./part.tsx";
import { TimeCell } from "./time-cell.tsx";
import { useChange, useList } from "./use-change.ts";

export function CorrelationPage() {
  const { data: user } = useMe();
  const rules = useList<CorrelationRuleJson>("correlation-rules");
  const change = useChange();
  const [open, setOpen] = useState(false);
  const mayChange = user?.role === "admin";
  const items = rules.data?.items;
  const add = (
    <button type="button" className="button" onClick={() => setOpen(true)}>
      <Icon name="plus" /> {RULES_WORDS.add}
    </button>
  );
  return (
    <Part title={RULES_WORDS.title} about={RULES_WORDS.about} errors={[rules.error, change.error]} action={mayChange && add}>
      {items?.length === 0 && <p>{RULES_WORDS.none}</p>}
      {items !== undefined && items.length > 0 && (
        <PlainTable className="settings-scroll" heads={[RULES_WORDS.kind, RULES_WORDS.value, RULES_WORDS.changed, RULES_WORDS.by]} actions>
          {items.map(({ id, kind, value, changed_at: at, changed_by: by }) => (
            <tr key={id}>
              <td>{RULES_WORDS.kinds[kind]}</td>
              <td className="mono">{value}</td>
              <TimeCell at={at} />
              <td className="quiet">{by}</td>
              <td className="row-actions">
                {mayChange && (
                  <ConfirmButton
                    label={RULES_WORDS.remove}
                    question={RULES_WORDS.reallyRemove}
                    onConfirm={() => change.mutate({ path: `correlation-rules/${id}`, method: "DELETE" })}
                  />
                )}
              </td>
            </tr>
          ))}
        </PlainTable>
      )}
      {open && <RuleForm close={() => setOpen(false)} />}
    </Part>
  );
}

function RuleForm({ close }: { close: () => void }) {
  const client = useQueryClient();
  const send = async (form: FormData): Promise<null> => {
    await request("correlation-rules", { method: "POST", body: { kind: textOf(form, "kind"), value: textOf(form, "value") } });
    await client.invalidateQueries({ queryKey: ["settings"] });
    return null;
  };
  return (
    <FormDialog title={RULES_WORDS.add} submit={RULES_WORDS.add} close={close} send={send}>
      <label className="field">
        {RULES_WORDS.kind}
        <select name="kind">
          {Object.entries(RULES_WORDS.kinds).map(([kind, word]) => (
            <option key={kind} value={kind}>
              {word}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {RULES_WORDS.value}
        <input name="value" className="mono" required maxLength={1000} spellCheck={false} />
        <span className="quiet">{RULES_WORDS.valueHint}</span>
      </label>
    </FormDialog>
  );
}
