// Facts of a call in one line: who, when, how long, by which way.
import { fromRfc3339, isOpen } from "@sipglass/model";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { isShared } from "../api/shared.ts";
import type { CallJson } from "../api/shapes.ts";
import { LegsFact } from "../legs/legs-fact.tsx";
import { quoted } from "../query/suggest.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { useSettings } from "../ui/settings.ts";
import { readSearch } from "../url/page-search.ts";
import { rangeAround, rangeOf } from "../url/time-range.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { fullTime, zoneName } from "../words/clock.ts";
import { counted } from "../words/count.ts";
import { columnMs, spokenDuration } from "../words/duration.ts";
import { findingTitle } from "../words/findings.ts";
import { SCALE_WORD, sourceWord } from "../words/quality.ts";
import type { Story } from "./use-story.ts";
import { CALL_WORDS } from "../words/call.ts";

function Fact({ name, title, children }: { name: string; title?: string; children: ReactNode }) {
  return (
    <div className="fact" title={title}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface NumberLinkProps {
  number: string;
  text: string;
  at: string | null;
  /** Who reads through a link sees this call and no other. */
  only: boolean;
}

/** Every number opens its calls. */
function NumberLink({ number, text, at, only }: NumberLinkProps) {
  const { search } = usePageSearch();
  if (only) return text;
  const around = at === null ? {} : rangeAround(rangeOf(search), fromRfc3339(at), Date.now() * 1000);
  return (
    <Link to="/" search={readSearch({ ...carried(search), ...around, q: `number:${quoted(number)}` })} title={`${CALL_WORDS.allCallsOf} ${number}`}>
      {text}
    </Link>
  );
}

/** `story`: on the page of a call; without it (beside a list) the facts are fewer. */
export function Facts({ call, story }: { call: CallJson; story?: Story }) {
  const { zone } = useSettings();
  return (
    <dl className="facts">
      <Fact name="from">
        {call.caller ? <NumberLink number={call.from_user || call.caller} text={call.caller} at={call.started_at} only={isShared(call.id)} /> : "–"}
      </Fact>
      <Fact name="to">
        {call.callee ? <NumberLink number={call.to_user || call.callee} text={call.callee} at={call.started_at} only={isShared(call.id)} /> : "–"}
      </Fact>
      <Fact name="started" title={zoneName(zone)}>
        {fullTime(call.started_at, zone)}
      </Fact>
      {call.pdd_ms !== null && (
        <Fact name="pdd" title={CALL_WORDS.postDialDelayInvite}>
          {columnMs(call.pdd_ms)}
        </Fact>
      )}
      {call.duration_s !== null && !isOpen(call.state) && <Fact name="talk">{spokenDuration(call.duration_s)}</Fact>}
      {call.reason && (
        <Fact name="reason" title={CALL_WORDS.reasonHeaderRfc3326}>
          {call.reason.protocol} {call.reason.cause} {call.reason.text}
        </Fact>
      )}
      {call.mos && (
        <Fact name="mos" title={`${CALL_WORDS.worstAndAverage} ${SCALE_WORD[call.mos.scale]}${CALL_WORDS.from} ${sourceWord(call.mos.source)}`}>
          {call.mos.worst.toFixed(2)} / {call.mos.average.toFixed(2)}
        </Fact>
      )}
      {!story && call.findings && call.findings.length > 0 && (
        <Fact name="findings">{call.findings.map((finding) => findingTitle(finding.id)).join(", ")}</Fact>
      )}
      {call.codecs.length > 0 && <Fact name="codecs">{call.codecs.join(", ")}</Fact>}
      {story && <More call={call} legs={story.legs.length} />}
      {story && <LegsFact story={story} />}
      <Fact name="call-id">
        <span className="call-id mono">{call.call_id}</span>
        <CopyButton text={call.call_id} label={CALL_WORDS.copyCallId} quiet />
      </Fact>
    </dl>
  );
}

function More({ call, legs }: { call: CallJson; legs: number }) {
  return (
    <>
      {call.loss_pct !== null && <Fact name="loss">{call.loss_pct.toFixed(1)} %</Fact>}
      {call.jitter_ms !== null && <Fact name="jitter">{call.jitter_ms.toFixed(1)} ms</Fact>}
      <Fact name="way" title={CALL_WORDS.hostsInTheOrder}>
        {counted(call.hops.length, "host")}, {call.transport}
      </Fact>
      <Fact name="messages" title={CALL_WORDS.sipAlone}>
        {call.messages}
        {legs > 1 && ` ${CALL_WORDS.inThisLeg}`}
        {call.retransmissions > 0 && `, ${call.retransmissions} ${CALL_WORDS.repeated}`}
        {call.duplicates > 0 && `, ${counted(call.duplicates, "duplicate")} ${CALL_WORDS.hidden}`}
      </Fact>
      <Fact name="seen by" title={CALL_WORDS.captureAgents}>
        {call.agents.join(", ") || "–"}
      </Fact>
    </>
  );
}
