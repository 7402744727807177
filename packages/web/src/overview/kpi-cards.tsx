// KPIs as cards: the number, its course, what it was in the period before; hovering or focusing prints the counting rule.
import { fromRfc3339 } from "@sipglass/model";
import { Link } from "@tanstack/react-router";
import type { DefinedKpiJson, KpisJson, TimeSeriesJson } from "../api/shapes.ts";
import { Spark } from "../charts/spark.tsx";
import type { ChartPoint } from "../charts/line.ts";
import { KpiDefinition } from "../kpi/kpi-definition.tsx";
import { mainMos, MOS_SCALES } from "../kpi/main-mos.ts";
import { Icon } from "../ui/icon.tsx";
import { Popover } from "../ui/popover.tsx";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { grouped } from "../words/count.ts";
import { changeTone, countChange, kpiChange, kpiText } from "../words/kpi.ts";
import type { Change } from "../words/kpi.ts";
import { OVERVIEW_WORDS } from "../words/overview.ts";

export const CARDS = ["asr", "ner", "acd", "pdd", "drop", "poor_mos", "retransmission_rate", ...MOS_SCALES];
const ORDER = ["asr", "ner", "pdd", "acd", "mos", "poor_mos", "drop", "retransmission_rate"];

interface KpiCardsProps {
  total: KpisJson["total"] | undefined;
  earlier: KpisJson["total"] | undefined;
  course: TimeSeriesJson | undefined;
  stale: boolean;
}

export function KpiCards({ total, earlier, course, stale }: KpiCardsProps) {
  const mos = mainMos(total?.kpis ?? []);
  const shown = ORDER.flatMap((id) => (id === "mos" ? (mos ?? []) : (total?.kpis.filter((kpi) => kpi.id === id) ?? [])));
  const points = (id: string): ChartPoint[] =>
    course?.series.find((each) => each.id === id)?.points.map(({ at, value }) => ({ atUs: fromRfc3339(at), value, ref: "" })) ?? [];
  const calls =
    course?.calls.map((value, index) => ({ atUs: fromRfc3339(course.from) + index * course.bucket_s * 1e6, value, ref: "" })) ?? [];
  return (
    <div className={stale ? "kpi-cards stale" : "kpi-cards"} aria-busy={total === undefined}>
      <CallsCard total={total} earlier={earlier} points={calls} />
      {!total &&
        ORDER.map((id) => (
          <article key={id} className="kpi-card kpi-card-wait" aria-hidden="true">
            <h2 />
          </article>
        ))}
      {shown.map((kpi) => (
        <KpiCard key={kpi.id} kpi={kpi} before={earlier?.kpis.find(({ id }) => id === kpi.id)?.value ?? null} points={points(kpi.id)} />
      ))}
    </div>
  );
}

function CallsCard({
  total,
  earlier,
  points,
}: {
  total: KpisJson["total"] | undefined;
  earlier: KpisJson["total"] | undefined;
  points: ChartPoint[];
}) {
  const { search } = usePageSearch();
  const change = total && earlier ? countChange(total.calls, earlier.calls) : null;
  return (
    <article className="kpi-card">
      <h2>{OVERVIEW_WORDS.calls}</h2>
      <Link to="/" search={carried(search)} className="kpi-value" title={OVERVIEW_WORDS.theCalls}>
        {total ? grouped(total.calls) : " "}
      </Link>
      <Moved id="calls" change={change} before={earlier ? grouped(earlier.calls) : ""} />
      <Spark points={points} />
    </article>
  );
}

export function KpiCard({ kpi, before, points }: { kpi: DefinedKpiJson; before: number | null; points: ChartPoint[] }) {
  const { search } = usePageSearch();
  const { id, name, title, value, unit, few, rule, formula, percentiles, query, denominator } = kpi;
  const p95 = percentiles && unit === "ms" ? `p95 ${kpiText(percentiles.p95, unit)}` : "";
  return (
    <article className={few ? "kpi-card kpi-card-few" : "kpi-card"} title={`${title}\n${formula}\n${rule}`}>
      <h2>
        {name}
        <Popover label={`${OVERVIEW_WORDS.what} ${name} ${OVERVIEW_WORDS.means}`} className="button-quiet kpi-help" button={<Icon name="info" size={13} />}>
          {(close) => <KpiDefinition kpi={kpi} close={close} />}
        </Popover>
      </h2>
      <Link to="/" search={{ ...carried(search), q: query.numerator }} className="kpi-value" title={`${OVERVIEW_WORDS.itsCalls} ${query.numerator}`}>
        {kpiText(value, unit)}
      </Link>
      <span className="kpi-side">{[p95, few && denominator > 0 ? `of ${grouped(denominator)}` : ""].filter(Boolean).join(", ")}</span>
      <Moved id={id} change={kpiChange(value, before, unit)} before={kpiText(before, unit)} />
      <Spark points={points} />
    </article>
  );
}

const ARROW = { up: "▲", down: "▼", same: "" } as const;

function Moved({ id, change, before }: { id: string; change: Change | null; before: string }) {
  if (!change) return <p className="kpi-moved">{before === "" ? "" : OVERVIEW_WORDS.nothingBeforeToCompare}</p>;
  return (
    <p className={`kpi-moved kpi-${changeTone(id, change)}`} title={`${OVERVIEW_WORDS.inThePeriodBefore} ${before}`}>
      {ARROW[change.way]} {change.text} {change.way !== "same" && <span>{OVERVIEW_WORDS.from}{" "}{before}</span>}
    </p>
  );
}
