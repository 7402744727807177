// Live: the calls in progress with what they last, messages as they come, and how many. Everything opens its call.
import { fromRfc3339 } from "@sipglass/model";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { LiveMessageJson } from "../api/live-messages.ts";
import type { CallJson } from "../api/shapes.ts";
import { messageTitle, messageTone } from "../call/message-words.ts";
import { PageTools } from "../shell/page-tools.tsx";
import { useTellStreamState } from "../shell/stream-state.ts";
import { Icon } from "../ui/icon.tsx";
import { useKeys } from "../ui/keys.ts";
import { ErrorNotice } from "../ui/notice.tsx";
import { useNowUs } from "../ui/now.ts";
import { OutcomeMark } from "../ui/outcome-mark.tsx";
import { useSettings } from "../ui/settings.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { clockParts } from "../words/clock.ts";
import { grouped } from "../words/count.ts";
import { clockDuration } from "../words/duration.ts";
import { LIVE_WORDS as WORDS } from "../words/live.ts";
import { PAGE_WORDS } from "../words/shell.ts";
import { byNewest, countedStates, MOST_DRAWN } from "./active-calls.ts";
import type { ActiveCalls } from "./active-calls.ts";
import { perSecond } from "./tail.ts";
import type { Tail } from "./tail.ts";
import { useLive } from "./use-live.ts";

export function LivePage() {
  const { active, tail, times, state, error, paused, setPaused } = useLive();
  const nowUs = useNowUs(1000);
  useTellStreamState(state);
  useKeys({ p: () => setPaused(!paused) });
  const counts = countedStates(active);
  return (
    <div className="live">
      <h1 className="visually-hidden">{PAGE_WORDS.live}</h1>
      <PageTools>
        <span className={state === "lost" ? "live-lost-word" : "quiet"} aria-live="polite">
          {paused ? WORDS.paused(tail.waiting.length) : state === "open" ? "" : WORDS.state[state]}
        </span>
        <button type="button" className="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
          <Icon name={paused ? "play" : "pause"} /> {paused ? WORDS.go : WORDS.pause}
        </button>
      </PageTools>
      {error && <ErrorNotice error={error} />}
      <div className="live-rates">
        <Rate value={counts.established} word={WORDS.talking} />
        <Rate value={counts.ringing} word={WORDS.ringing} />
        <Rate value={counts.trying} word={WORDS.trying} />
        <Rate value={Number(perSecond(times, nowUs / 1000).toFixed(1))} word={WORDS.perSecond} />
        {tail.skipped > 0 && <span className="warned">{WORDS.skipped(tail.skipped)}</span>}
      </div>
      <Active active={active} nowUs={nowUs} />
      <Messages tail={tail} paused={paused} />
    </div>
  );
}

const Rate = ({ value, word }: { value: number; word: string }) => (
  <span className="live-rate">
    <b>{grouped(value)}</b> {word}
  </span>
);

function Active({ active, nowUs }: { active: ActiveCalls; nowUs: number }) {
  const calls = byNewest(active);
  return (
    <section className="live-part" aria-label={WORDS.calls}>
      <h2>
        {WORDS.calls} <span className="quiet">{grouped(calls.length)}</span>
      </h2>
      <div className="live-scroll" tabIndex={0}>
        {calls.length === 0 && <p className="quiet live-none">{WORDS.none}</p>}
        {calls.slice(0, MOST_DRAWN).map((call) => (
          <ActiveRow key={call.id} call={call} nowUs={nowUs} />
        ))}
        {calls.length > MOST_DRAWN && <p className="quiet live-none">{WORDS.more(calls.length - MOST_DRAWN)}</p>}
      </div>
    </section>
  );
}

function ActiveRow({ call, nowUs }: { call: CallJson; nowUs: number }) {
  const { search } = usePageSearch();
  const since = call.answered_at ?? call.started_at;
  return (
    <Link to="/calls/$id" params={{ id: call.id }} search={carried(search)} className="live-call">
      <span className="live-time">{since === null ? "" : clockDuration(Math.max(0, (nowUs - fromRfc3339(since)) / 1e6))}</span>
      <OutcomeMark call={call} />
      <span className="clip">{call.caller || "?"}</span>
      <span className="clip">{call.callee || "?"}</span>
      <span className="clip quiet live-via">{call.agents.join(", ")}</span>
    </Link>
  );
}

const lineOf = ({ call, message }: LiveMessageJson): string =>
  `${messageTitle(message)} ${message.src} ${message.dst} ${call.caller} ${call.callee} ${message.call_id} ${message.raw}`.toLowerCase();

function Messages({ tail, paused }: { tail: Tail<LiveMessageJson>; paused: boolean }) {
  const { search } = usePageSearch();
  const { zone } = useSettings();
  const [filter, setFilter] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const wanted = filter.trim().toLowerCase();
  const lines = wanted === "" ? tail.shown : tail.shown.filter((line) => lineOf(line).includes(wanted));
  useEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines.length, tail.shown.at(-1)?.message.ref]);
  return (
    <section className="live-part" aria-label={WORDS.messages}>
      <h2>
        {WORDS.messages}{" "}
        <input
          className="live-filter"
          type="search"
          value={filter}
          placeholder={WORDS.filter}
          aria-label={WORDS.filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      </h2>
      <div
        className="live-scroll mono"
        ref={box}
        tabIndex={0}
        role="log"
        aria-live="off"
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) =>
          (atEnd.current = scrollTop + clientHeight > scrollHeight - 30)
        }
      >
        {lines.length === 0 && !paused && <p className="quiet live-none">{WORDS.noMessages}</p>}
        {lines.map(({ call, message }) => {
          const { clock, ms } = clockParts(fromRfc3339(message.time), zone);
          return (
            <Link
              key={message.ref}
              to="/calls/$id"
              params={{ id: call.id }}
              search={{ ...carried(search), msg: message.ref }}
              className="live-line"
            >
              <span className="live-time">
                {clock}.{ms}
              </span>
              <span className={`clip tone-${messageTone(message)}`}>{messageTitle(message)}</span>
              <span className="clip">
                {message.src} → {message.dst}
              </span>
              <span className="clip quiet live-via">
                {call.caller} → {call.callee}
              </span>
            </Link>
          );
        })}
      </div>
    </section>
  );
}
