// One registration as one row; its address opens its messages.
import { fromRfc3339, toRfc3339 } from "@sipglass/model";
import { Link } from "@tanstack/react-router";
import type { RegistrationJson } from "../api/shapes.ts";
import { quoted } from "../query/suggest.ts";
import { Icon } from "../ui/icon.tsx";
import { OutcomeWord } from "../ui/outcome-mark.tsx";
import { useSettings } from "../ui/settings.ts";
import { readSearch } from "../url/page-search.ts";
import { rangeAround, rangeOf } from "../url/time-range.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { ago, fullTime } from "../words/clock.ts";
import { spokenDuration } from "../words/duration.ts";
import type { Outcome } from "../words/outcome.ts";
import { REGISTRATION_STATES, REGISTRATION_WORDS } from "../words/registrations.ts";
import { FLAPPING, shownState, validUntilUs } from "./registration-state.ts";

const OUTCOME: Record<RegistrationJson["state"], Outcome> = {
  registered: "answered",
  expired: "other",
  unregistered: "cancelled",
  rejected: "failed",
  challenged: "unanswered",
};

export function RegistrationRow({ registration: each, nowUs }: { registration: RegistrationJson; nowUs: number }) {
  const { search } = usePageSearch();
  const { zone } = useSettings();
  const around = rangeAround(rangeOf(search), fromRfc3339(each.last_seen_at ?? ""), nowUs);
  const state = shownState(each, nowUs);
  const code = each.status_code !== null && each.status_code >= 300 ? ` ${each.status_code}` : "";
  return (
    <tr>
      <td>
        <Link
          to="/"
          search={readSearch({ ...carried(search), ...around, q: `callid:${quoted(each.call_id)}`, kinds: "all" })}
          title={`${each.aor}\n${REGISTRATION_WORDS.messages(each.call_id)}`}
        >
          <span className="clip wide-cell">{each.aor.replace(/^sips?:/, "")}</span>
        </Link>
      </td>
      <td>
        <OutcomeWord outcome={OUTCOME[state]} text={`${REGISTRATION_STATES[state]}${code}`} />
      </td>
      <td className="mono">
        <span className="clip wide-cell" title={each.contact}>
          {each.contact}
        </span>
      </td>
      <td title={fullTime(each.last_seen_at, zone)}>{each.last_seen_at === null ? "–" : ago(fromRfc3339(each.last_seen_at), nowUs)}</td>
      <td>
        <Valid each={each} nowUs={nowUs} />
      </td>
      <td className={each.flaps >= FLAPPING ? "num warned" : "num"}>
        {each.flaps >= FLAPPING && <Icon name="repeat" size={12} />} {each.flaps === 0 ? <span className="nothing">0</span> : each.flaps}
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

function Valid({ each, nowUs }: { each: RegistrationJson; nowUs: number }) {
  const { zone } = useSettings();
  const untilUs = validUntilUs(each);
  if (shownState(each, nowUs) !== "registered") return <span className="nothing">–</span>;
  const leftS = (untilUs - nowUs) / 1e6;
  const until = REGISTRATION_WORDS.granted(spokenDuration(each.expires_s), fullTime(toRfc3339(untilUs), zone));
  return <span title={until}>{REGISTRATION_WORDS.left(spokenDuration(leftS < 90 ? leftS : Math.round(leftS / 60) * 60))}</span>;
}
