// One registration as one row.
import { fromRfc3339 } from "@sipglass/model";
import { Link } from "@tanstack/react-router";
import type { RegistrationJson } from "../api/shapes.ts";
import { quoted } from "../query/suggest.ts";
import { useNowUs } from "../ui/now.ts";
import { OutcomeWord } from "../ui/outcome-mark.tsx";
import { useSettings } from "../ui/settings.ts";
import { readSearch } from "../url/page-search.ts";
import { rangeAround, rangeOf } from "../url/time-range.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { ago, fullTime } from "../words/clock.ts";
import { spokenDuration } from "../words/duration.ts";
import type { Outcome } from "../words/outcome.ts";

const OUTCOME: Record<RegistrationJson["state"], Outcome> = {
  registered: "answered",
  expired: "other",
  unregistered: "cancelled",
  rejected: "failed",
  challenged: "unanswered",
};

export function RegistrationRow({ registration: each }: { registration: RegistrationJson }) {
  const { search } = usePageSearch();
  const { zone } = useSettings();
  const nowUs = useNowUs(10_000);
  const leftS = each.last_seen_at === null ? 0 : (fromRfc3339(each.last_seen_at) + each.expires_s * 1e6 - nowUs) / 1e6;
  const around = rangeAround(rangeOf(search), fromRfc3339(each.last_seen_at ?? ""), nowUs);
  const ranOut = each.state === "registered" && leftS <= 0;
  const code = each.status_code !== null && each.status_code >= 300 ? ` ${each.status_code}` : "";
  return (
    <tr>
      <td>
        <Link
          to="/"
          search={readSearch({ ...carried(search), ...around, q: `callid:${quoted(each.call_id)}` })}
          title={`${each.aor}\nMessages of ${each.call_id}`}
        >
          <span className="clip wide-cell">{each.aor.replace(/^sips?:/, "")}</span>
        </Link>
      </td>
      <td>
        <OutcomeWord outcome={ranOut ? "other" : OUTCOME[each.state]} text={ranOut ? "ran out" : `${each.state}${code}`} />
      </td>
      <td className="mono">
        <span className="clip wide-cell" title={each.contact}>
          {each.contact}
        </span>
      </td>
      <td title={fullTime(each.last_seen_at, zone)}>{each.last_seen_at === null ? "–" : ago(fromRfc3339(each.last_seen_at), nowUs)}</td>
      <td>
        {each.state === "registered" && !ranOut ? (
          `${spokenDuration(leftS < 90 ? leftS : Math.round(leftS / 60) * 60)} left`
        ) : (
          <span className="nothing">–</span>
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
