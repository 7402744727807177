// Log lines and events that came with the call, by time; each opens its place in the ladder.
import { useMemo, useState } from "react";
import type { Story } from "../call/use-story.ts";
import { LegChip } from "../legs/leg-chip.tsx";
import { Icon } from "../ui/icon.tsx";
import { SenderSnippets } from "../ui/sender-snippets.tsx";
import { useSettings } from "../ui/settings.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { LOG_WORDS } from "../words/call.ts";
import { clockParts } from "../words/clock.ts";
import { logSenders } from "../words/senders.ts";
import { logRows } from "./records.ts";
import type { LogRow } from "./records.ts";

export function LogsTab({ story: { messages, legs } }: { story: Story }) {
  const [wanted, setWanted] = useState("");
  const rows = useMemo(() => logRows(messages ?? [], legs), [messages, legs]);
  if (!messages) return <div className="ladder-wait" aria-busy="true" />;
  const lines = rows.filter(({ ref }) => ref !== "").length;
  const shown = rows.filter(({ text, by }) => `${by} ${text}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <div className="logs" tabIndex={0}>
      {lines > 0 && (
        <label className="logs-filter">
          <span>{LOG_WORDS.filter}</span>
          <input type="search" value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} />
          <span className="quiet">{LOG_WORDS.hits(shown.length, rows.length)}</span>
        </label>
      )}
      <ol className="log-lines">
        {shown.map((row, index) => (
          <LogLine key={`${row.ref} ${index}`} row={row} chips={legs.length > 1} />
        ))}
      </ol>
      {lines === 0 && (
        <section className="logs-none">
          <h2>{LOG_WORDS.none}</h2>
          <p>{LOG_WORDS.how}</p>
          <SenderSnippets of={logSenders} level={3} />
        </section>
      )}
    </div>
  );
}

const GRAVE: ReadonlySet<string> = new Set(["error", "critical"]);

function LogLine({ row: { atUs, ref, leg, level, by, text }, chips }: { row: LogRow; chips: boolean }) {
  const { zone } = useSettings();
  const { patch } = usePageSearch();
  const { clock, ms, us, day } = clockParts(atUs, zone);
  return (
    <li className={`log-line log-${level || "plain"}`}>
      <span className="mono" title={day}>
        {clock}.{ms} <small>{us}</small>
      </span>
      <span className="log-level">
        {GRAVE.has(level) || level === "warning" ? <Icon name={level === "warning" ? "warning" : "failed"} size={12} /> : null}{" "}
        {level === "event" ? "" : level}
      </span>
      <span className="log-by clip">
        {by} {chips && leg !== undefined && <LegChip leg={leg} />}
      </span>
      <span className="log-text">{text}</span>
      {ref !== "" && (
        <button type="button" className="link" onClick={() => patch({ tab: "ladder", msg: ref, drop: undefined })}>
          {LOG_WORDS.show}
        </button>
      )}
    </li>
  );
}
