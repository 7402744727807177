// One capture agent as one row: how much it sends, when last, how well, and how far its clock is off.
import { fromRfc3339 } from "@sipglass/model";
import { Link } from "@tanstack/react-router";
import type { AgentJson } from "../api/shapes.ts";
import { quoted } from "../query/suggest.ts";
import { Icon } from "../ui/icon.tsx";
import { useSettings } from "../ui/settings.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { AGENT_WORDS, dropWords } from "../words/agents.ts";
import { ago, fullTime } from "../words/clock.ts";
import { byteSize, counted, grouped } from "../words/count.ts";
import { skewDuration } from "../words/duration.ts";

/** Clocks further apart than this make ladders of two agents misleading. */
const SKEW_US = 500_000;
/** Transports that bring the past: their times are not a clock that could be off. */
const TOLD_LATER: ReadonlySet<string> = new Set(["import", "replay"]);
const SILENT_US = 300e6;

interface AgentRowProps {
  agent: AgentJson;
  rate: number | null;
  nowUs: number;
}

export function AgentRow({ agent, rate, nowUs }: AgentRowProps) {
  const { search } = usePageSearch();
  const { zone } = useSettings();
  const seenUs = agent.last_seen_at === null ? 0 : fromRfc3339(agent.last_seen_at);
  const told = TOLD_LATER.has(agent.transport);
  // Of whom nothing was taken, only what was refused is known.
  const silent = agent.packets === 0;
  const quiet = !told && nowUs - seenUs > SILENT_US;
  return (
    <tr>
      <td>
        <Link to="/" search={{ ...carried(search), q: `agent:${quoted(agent.name)}` }}>
          {agent.name || agent.peer}
        </Link>
        {agent.id !== 0 && String(agent.id) !== agent.name && <span className="quiet"> {agent.id}</span>}
      </td>
      <td className="mono">{agent.peer}</td>
      <td title={agent.transport === "tls" ? AGENT_WORDS.encrypted : undefined}>
        {agent.transport.toUpperCase()} {agent.transport === "tls" && <Icon name="check" size={12} />}
      </td>
      <td className="num">
        {told || silent ? <Nothing /> : rate === null ? AGENT_WORDS.measuring : AGENT_WORDS.perSecond(rateText(rate))}
      </td>
      <td className="num">{silent ? <Nothing /> : grouped(agent.packets)}</td>
      <td className="num">{silent ? <Nothing /> : byteSize(agent.bytes)}</td>
      <td className={quiet ? "warned" : ""} title={quiet ? AGENT_WORDS.quietHint : fullTime(agent.last_seen_at, zone)}>
        {quiet && <Icon name="warning" size={12} />} {agent.last_seen_at === null ? AGENT_WORDS.never : ago(seenUs, nowUs)}
        {quiet && `, ${AGENT_WORDS.quiet}`}
      </td>
      <Clock agent={agent} told={told || silent} />
      <td>
        <Refused refused={agent.refused} />
      </td>
    </tr>
  );
}

const Nothing = () => <span className="nothing">–</span>;

const rateText = (perSecond: number): string => (perSecond > 0 && perSecond < 10 ? perSecond.toFixed(1) : grouped(Math.round(perSecond)));

function Clock({ agent, told }: { agent: AgentJson; told: boolean }) {
  const { clock_skew_us: skewUs, clock_offset_ms: offsetMs } = agent;
  const skewed = !told && Math.abs(skewUs) > SKEW_US;
  const offset = offsetMs === null ? "" : AGENT_WORDS.offset(skewDuration(offsetMs * 1000));
  return (
    <td
      className={skewed ? "num warned" : "num"}
      title={[skewed ? AGENT_WORDS.skewed : "", offset].filter(Boolean).join("\n") || undefined}
    >
      {skewed && <Icon name="warning" size={12} />}{" "}
      {told ? (
        <span className="nothing" title={AGENT_WORDS.told}>
          –
        </span>
      ) : (
        skewDuration(skewUs)
      )}
      {agent.quarantined > 0 && (
        <div className="quiet">
          {counted(agent.quarantined, "packet")} {AGENT_WORDS.quarantined}
        </div>
      )}
    </td>
  );
}

function Refused({ refused }: { refused: Record<string, number> }) {
  const reasons = Object.entries(refused).filter(([, count]) => count > 0);
  if (reasons.length === 0) return <span className="nothing">{AGENT_WORDS.none_refused}</span>;
  return (
    <ul className="reasons">
      {reasons.map(([reason, count]) => {
        const [what, help] = dropWords(reason);
        return (
          <li key={reason} title={help || undefined}>
            <b>{grouped(count)}</b> {what}
          </li>
        );
      })}
    </ul>
  );
}
