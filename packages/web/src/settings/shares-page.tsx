// Links for people without an account that are in force: one's own, and for administrators everybody's.
import { Link } from "@tanstack/react-router";
import type { ShareJson } from "../api/shapes.ts";
import { SETTINGS_WORDS, SHARES_WORDS } from "../words/settings.ts";
import { ConfirmButton } from "./confirm-button.tsx";
import { Part } from "./part.tsx";
import { TimeCell } from "./time-cell.tsx";
import { useChange, useList } from "./use-change.ts";
import { ActionsHead } from "../ui/actions-head.tsx";

export function SharesPage() {
  const shares = useList<ShareJson>("shares");
  const change = useChange();
  const items = shares.data?.items;
  return (
    <Part title={SETTINGS_WORDS.parts.shares} about={SHARES_WORDS.about} errors={[shares.error, change.error]}>
      {items?.length === 0 && <p>{SHARES_WORDS.none}</p>}
      {items !== undefined && items.length > 0 && (
        <div className="settings-scroll" tabIndex={0}>
          <table className="plain">
            <thead>
              <tr>
                <th>{SHARES_WORDS.kind}</th>
                <th>{SHARES_WORDS.owner}</th>
                <th>{SHARES_WORDS.masked}</th>
                <th>{SHARES_WORDS.made}</th>
                <th>{SHARES_WORDS.used}</th>
                <th>{SHARES_WORDS.expires}</th>
                <ActionsHead />
              </tr>
            </thead>
            <tbody>
              {items.map((share) => (
                <tr key={share.id}>
                  <td>
                    {share.kind}{" "}
                    {share.kind === "call" ? (
                      <Link to="/calls/$id" params={{ id: share.object }} className="mono">
                        {share.object}
                      </Link>
                    ) : (
                      <span className="mono">{share.object}</span>
                    )}
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
            </tbody>
          </table>
        </div>
      )}
    </Part>
  );
}
