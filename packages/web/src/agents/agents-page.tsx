// Capture agents: who sends, how much, how well, and whose clock is off.
import { fromRfc3339 } from "@sipglass/model";
import { Link } from "@tanstack/react-router";
import { useAgents } from "../api/questions.ts";
import type { AgentJson } from "../api/shapes.ts";
import { quoted } from "../query/suggest.ts";
import { ErrorNotice, PartialNotice } from "../ui/notice.tsx";
import { Icon } from "../ui/icon.tsx";
import { useNowUs } from "../ui/now.ts";
import { useSettings } from "../ui/settings.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { ago, fullTime } from "../words/clock.ts";
import { byteSize, counted, grouped } from "../words/count.ts";
import { skewDuration } from "../words/duration.ts";

/** Clocks further apart than this make ladders of two agents misleading. */
const SKEW_US = 500_000;
/** Transports that bring the past: their times are not a clock that could be off. */
const TOLD_LATER: ReadonlySet<string> = new Set(["import", "replay"]);
const SILENT_US = 300e6;

export function AgentsPage() {
  const agents = useAgents();
  const items = agents.data?.items;
  return (
    <div className="sheet">
      <h1>Capture agents</h1>
      {agents.error && <ErrorNotice error={agents.error} retry={() => void agents.refetch()} />}
      {agents.data?.partial && <PartialNotice warnings={agents.data.warnings} />}
      {items?.length === 0 && (
        <p>
          No agent has sent anything yet. The <Link to="/">calls page</Link> has the lines for Kamailio, OpenSIPS and FreeSWITCH.
        </p>
      )}
      {items !== undefined && items.length > 0 && (
        <div className="sheet-scroll" tabIndex={0}>
          <table className="plain">
            <thead>
              <tr>
                <th>agent</th>
                <th>from</th>
                <th className="num">packets</th>
                <th className="num">bytes</th>
                <th>last seen</th>
                <th className="num" title="Its clock minus ours at the last packet">
                  clock skew
                </th>
                <th>refused</th>
              </tr>
            </thead>
            <tbody>
              {items.map((agent) => (
                <AgentRow key={`${agent.name} ${agent.peer} ${agent.transport}`} agent={agent} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function AgentRow({ agent }: { agent: AgentJson }) {
  const { search } = usePageSearch();
  const { zone } = useSettings();
  const nowUs = useNowUs(5000);
  const seenUs = agent.last_seen_at === null ? 0 : fromRfc3339(agent.last_seen_at);
  const silent = !TOLD_LATER.has(agent.transport) && nowUs - seenUs > SILENT_US;
  const told = TOLD_LATER.has(agent.transport);
  const skewed = !told && Math.abs(agent.clock_skew_us) > SKEW_US;
  return (
    <tr>
      <td>
        <Link to="/" search={{ ...carried(search), q: `agent:${quoted(agent.name)}` }}>
          {agent.name}
        </Link>
        {agent.id !== 0 && String(agent.id) !== agent.name && <span className="quiet"> {agent.id}</span>}
      </td>
      <td className="mono">
        {agent.peer} <span className="quiet">{agent.transport}</span>
      </td>
      <td className="num">{grouped(agent.packets)}</td>
      <td className="num">{byteSize(agent.bytes)}</td>
      <td className={silent ? "warned" : ""} title={fullTime(agent.last_seen_at, zone)}>
        {silent && <Icon name="warning" size={12} />} {agent.last_seen_at === null ? "never" : ago(seenUs, nowUs)}
      </td>
      <td className={skewed ? "num warned" : "num"}>
        {skewed && <Icon name="warning" size={12} />}{" "}
        {told ? (
          <span className="nothing" title="A file's times say nothing about a clock">
            –
          </span>
        ) : (
          skewDuration(agent.clock_skew_us)
        )}
        {agent.quarantined > 0 && <div className="quiet">{counted(agent.quarantined, "packet")} filed under receive time</div>}
      </td>
      <td>
        <Refused refused={agent.refused} />
      </td>
    </tr>
  );
}

function Refused({ refused }: { refused: Record<string, number> }) {
  const reasons = Object.entries(refused).filter(([, count]) => count > 0);
  if (reasons.length === 0) return <span className="nothing">none</span>;
  return (
    <ul className="reasons">
      {reasons.map(([reason, count]) => (
        <li key={reason}>
          <b>{grouped(count)}</b> {reason.replaceAll("_", " ")}
        </li>
      ))}
    </ul>
  );
}
