// Links for people without an account that are in force: one's own, and for administrators everybody's.
import { Link } from "@tanstack/react-router";
import type { ShareJson } from "../api/shapes.ts";
import { PlainTable } from "../ui/plain-table.tsx";
import { SETTINGS_WORDS, SHARES_WORDS } from "../words/settings.ts";
import { ConfirmButton } from "./confirm-button.tsx";
import { Part } from "./part.tsx";
import { TimeCell } from "./time-cell.tsx";
import { useChange, useList } from "./use-change.ts";

export function SharesPage() {
  const shares = useList<ShareJson>("shares");
  const change = useChange();
  const items = shares.data?.items;
  return (
    <Part title={SETTINGS_WORDS.parts.shares} about={SHARES_WORDS.about} errors={[shares.error, change.error]}>
      {items?.length === 0 && <p>{SHARES_WORDS.none}</p>}
      {items !== undefined && items.length > 0 && (
        <PlainTable
          className="settings-scroll"
          heads={[SHARES_WORDS.kind, SHARES_WORDS.owner, SHARES_WORDS.masked, SHARES_WORDS.made, SHARES_WORDS.used, SHARES_WORDS.expires]}
          actions
        >
          {items.map((share) => (
            <tr key={share.id}>
              <td>
                {share.kind}{" "}
                <Link to="/calls/$id" params={{ id: share.object }} className="mono">
                  {share.object}
                </Link>
              </td>
              <td>{share.user}</td>
              <td>{share.masked ? SHARES_WORDS.hidden : SHARES_WORDS.shown}</td>
              <TimeCell at={share.created_at} />
              <TimeCell at={share.last_used_at} />
              <TimeCell at={share.expires_at} />
              <td className="row-actions">
                <ConfirmButton
                  label={SHARES_WORDS.end}
                  question={SHARES_WORDS.reallyEnd}
                  onConfirm={() => change.mutate({ path: `shares/${share.id}`, method: "DELETE" })}
                />
              </td>
            </tr>
          ))}
        </PlainTable>
      )}
    </Part>
  );
}
