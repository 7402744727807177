// System health: warnings first, each with what to do; then what works, and what was left out and why.
import { fromRfc3339 } from "@sipglass/model";
import { useHealth } from "../api/site.ts";
import type { DropJson, HealthJson } from "../api/site-shapes.ts";
import { ErrorNotice, Notice } from "../ui/notice.tsx";
import { useNowUs } from "../ui/now.ts";
import { OutcomeWord } from "../ui/outcome-mark.tsx";
import { PlainTable } from "../ui/plain-table.tsx";
import { useSettings } from "../ui/settings.ts";
import { dropWords } from "../words/agents.ts";
import { fullTime } from "../words/clock.ts";
import { grouped } from "../words/count.ts";
import { spokenDuration } from "../words/duration.ts";
import { adviceFor, HEALTH_WORDS, ROOM_WORDS } from "../words/health.ts";
import { checksOf } from "./checks.ts";

const OUTCOME = { ok: "answered", degraded: "unanswered", down: "failed" } as const;

export function HealthPage() {
  const health = useHealth();
  const nowUs = useNowUs(5000);
  const { data } = health;
  return (
    <div className="sheet health" tabIndex={0}>
      <div className="sheet-head">
        <h1>{HEALTH_WORDS.title}</h1>
        {data && <OutcomeWord outcome={OUTCOME[data.status]} text={HEALTH_WORDS.status[data.status]} />}
        {data?.version && (
          <span className="quiet">{HEALTH_WORDS.since(data.version, spokenDuration((nowUs - fromRfc3339(data.started_at)) / 1e6))}</span>
        )}
      </div>
      {health.error && <ErrorNotice error={health.error} retry={() => void health.refetch()} />}
      {data && (data.version ? <Parts health={data} /> : <p>{HEALTH_WORDS.onlyAdmins}</p>)}
    </div>
  );
}

function Parts({ health }: { health: HealthJson }) {
  const { zone } = useSettings();
  const dropped = health.dropped.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  return (
    <>
      {health.warnings.map((warning) => (
        <Notice key={warning} tone={health.status === "ok" ? "warning" : "error"} title={warning}>
          {HEALTH_WORDS.advice} {adviceFor(warning)}
        </Notice>
      ))}
      <h2>{HEALTH_WORDS.checks}</h2>
      <div className="health-scroll" tabIndex={0}>
        <table className="plain">
          <tbody>
            {checksOf(health, fullTime(health.archive.stored_through_at, zone)).map(({ name, outcome, state, details }) => (
              <tr key={name}>
                <td>{name}</td>
                <td>
                  <OutcomeWord outcome={outcome} text={state} />
                </td>
                <td>{details}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>
        {HEALTH_WORDS.drops} <span className="quiet">{HEALTH_WORDS.since_start}</span>
      </h2>
      {dropped.length === 0 ? <p>{HEALTH_WORDS.noDrops}</p> : <Drops dropped={dropped} />}
    </>
  );
}

function Drops({ dropped }: { dropped: readonly DropJson[] }) {
  return (
    <PlainTable
      className="health-scroll"
      heads={[HEALTH_WORDS.reason, { number: HEALTH_WORDS.count }, HEALTH_WORDS.room, HEALTH_WORDS.help]}
    >
      {dropped.map(({ room, reason, count }) => {
        const [what, help] = dropWords(reason);
        return (
          <tr key={`${room} ${reason}`}>
            <td title={reason}>{what}</td>
            <td className="num">{grouped(count)}</td>
            <td className="quiet">{ROOM_WORDS[room] ?? room}</td>
            <td className="wrap">{help}</td>
          </tr>
        );
      })}
    </PlainTable>
  );
}
