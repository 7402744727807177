// Registrations: which address is reachable where, until when, and who is refused.
import { fromRfc3339 } from "@sipglass/model";
import { Link } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { useRegistrations } from "../api/questions.ts";
import type { RegistrationJson } from "../api/shapes.ts";
import { ErrorNotice, PartialNotice } from "../ui/notice.tsx";
import { OutcomeWord } from "../ui/outcome-mark.tsx";
import { useNowUs } from "../ui/now.ts";
import { useSettings } from "../ui/settings.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { quoted } from "../query/suggest.ts";
import { ago, fullTime } from "../words/clock.ts";
import { counted } from "../words/count.ts";
import { spokenDuration } from "../words/duration.ts";
import type { Outcome } from "../words/outcome.ts";

const OUTCOME: Record<RegistrationJson["state"], Outcome> = {
  registered: "answered",
  expired: "other",
  unregistered: "cancelled",
  rejected: "failed",
  challenged: "unanswered",
};

export function RegistrationsPage() {
  const [prefix, setPrefix] = useState("");
  const found = useRegistrations(useDeferredValue(prefix.trim()));
  const items = found.data?.items;
  return (
    <div className="sheet">
      <div className="sheet-head">
        <h1>Registrations</h1>
        <label className="field sheet-filter">
          <span className="visually-hidden">Address begins with</span>
          <input
            type="search"
            value={prefix}
            placeholder="Address begins with 1001"
            spellCheck={false}
            onChange={(event) => setPrefix(event.target.value)}
          />
        </label>
        {items && (
          <span className="quiet">
            {counted(items.length, "registration")}
            {found.data?.next && " and more"}
          </span>
        )}
      </div>
      {found.error && <ErrorNotice error={found.error} retry={() => void found.refetch()} />}
      {found.data?.partial && <PartialNotice warnings={found.data.warnings} />}
      {items?.length === 0 && <p>{prefix ? `No registration begins with “${prefix}”.` : "No REGISTER has been seen yet."}</p>}
      {items !== undefined && items.length > 0 && (
        <div className={found.isPlaceholderData ? "sheet-scroll stale" : "sheet-scroll"} tabIndex={0}>
          <table className="plain">
            <thead>
              <tr>
                <th>address of record</th>
                <th>state</th>
                <th>contact</th>
                <th>last seen</th>
                <th>valid</th>
                <th>user agent</th>
                <th className="num" title="REGISTER requests accepted and refused">
                  accepted / refused
                </th>
                <th>via</th>
              </tr>
            </thead>
            <tbody>
              {items.map((each) => (
                <RegistrationRow key={`${each.aor} ${each.contact}`} registration={each} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function RegistrationRow({ registration: each }: { registration: RegistrationJson }) {
  const { search } = usePageSearch();
  const { zone } = useSettings();
  const nowUs = useNowUs(10_000);
  const leftS = each.last_seen_at === null ? 0 : (fromRfc3339(each.last_seen_at) + each.expires_s * 1e6 - nowUs) / 1e6;
  const code = each.status_code !== null && each.status_code >= 300 ? ` ${each.status_code}` : "";
  return (
    <tr>
      <td>
        <Link to="/" search={{ ...carried(search), q: `callid:${quoted(each.call_id)}` }} title={`Messages of ${each.call_id}`}>
          {each.aor.replace(/^sips?:/, "")}
        </Link>
      </td>
      <td>
        <OutcomeWord outcome={OUTCOME[each.state]} text={`${each.state}${code}`} />
      </td>
      <td className="mono">
        <span className="clip wide-cell" title={each.contact}>
          {each.contact}
        </span>
      </td>
      <td title={fullTime(each.last_seen_at, zone)}>{each.last_seen_at === null ? "–" : ago(fromRfc3339(each.last_seen_at), nowUs)}</td>
      <td>
        {each.state !== "registered" ? (
          <span className="nothing">–</span>
        ) : leftS > 0 ? (
          `${spokenDuration(leftS < 90 ? leftS : Math.round(leftS / 60) * 60)} left`
        ) : (
          "ran out"
        )}
      </td>
      <td>
        <span className="clip wide-cell" title={each.user_agent}>
          {each.user_agent}
        </span>
      </td>
      <td className="num">
        {each.accepted} / <span className={each.refused > each.accepted ? "warned" : ""}>{each.refused}</span>
      </td>
      <td className="quiet">{each.agent}</td>
    </tr>
  );
}
