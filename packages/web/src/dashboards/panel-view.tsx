// What one panel shows. All of them are those of the overview, so that a number means the same everywhere; each opens its calls.
import { fromRfc3339 } from "@sipglass/model";
import { Link } from "@tanstack/react-router";
import type { PanelJson } from "../api/dashboards.ts";
import { useHistogram } from "../api/questions.ts";
import { useKpis, useTimeSeries } from "../api/stats.ts";
import type { StatsQuestion } from "../api/stats.ts";
import { totals } from "../calls/bars.ts";
import { Spark } from "../charts/spark.tsx";
import { Distribution } from "../overview/distribution.tsx";
import { KpiCard } from "../overview/kpi-cards.tsx";
import { TopList } from "../overview/top-list.tsx";
import { WeekMap } from "../overview/week-map.tsx";
import { ofOutcome } from "../query/of-outcome.ts";
import { narrow } from "../query/edit.ts";
import { Icon } from "../ui/icon.tsx";
import { rangeOf, shiftRange } from "../url/time-range.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { grouped, percent } from "../words/count.ts";
import { TOP_HEADS } from "../words/dashboards.ts";
import { kpiText } from "../words/kpi.ts";
import { OUTCOMES } from "../words/outcome.ts";

interface PanelViewProps {
  panel: PanelJson;
  question: StatsQuestion;
  /** When the page was opened: the period before does not move with the clock. */
  openedUs: number;
}

export function PanelView({ panel, question, openedUs }: PanelViewProps) {
  const { kind, of, title } = panel;
  const asked = panel.query === "" ? question : { ...question, q: narrow(question.q, panel.query) };
  if (kind === "top")
    return <TopList question={asked} title={title} by={of} order={FAILING.has(of) ? "failed" : "calls"} name={TOP_HEADS[of] ?? of} />;
  if (kind === "distribution") return <Distribution question={asked} of={of} title={title} />;
  if (kind === "week") return <WeekMap question={asked} of={of} title={title} />;
  if (kind === "outcomes") return <Outcomes question={asked} title={title} />;
  return <Number question={asked} of={of} title={title} openedUs={openedUs} tall={kind === "course"} />;
}

const FAILING: ReadonlySet<string> = new Set(["prefix", "trunk"]);

function Number({
  question,
  of,
  title,
  openedUs,
  tall,
}: {
  question: StatsQuestion;
  of: string;
  title: string;
  openedUs: number;
  tall: boolean;
}) {
  const { search } = usePageSearch();
  const kpis = useKpis(question, [of]);
  const earlier = useKpis({ ...question, range: shiftRange(rangeOf(search), -1, openedUs), everyMs: false }, [of]);
  const course = useTimeSeries(question, [of]);
  const points = course.data?.series[0]?.points.map(({ at, value }) => ({ atUs: fromRfc3339(at), value, ref: "" })) ?? [];
  const [kpi] = kpis.data?.total.kpis ?? [];
  if (kpis.error) return <p className="quiet">{kpis.error.message}</p>;
  if (!kpi) {
    return (
      <article className="kpi-card" aria-busy="true">
        <h2>{title}</h2>
      </article>
    );
  }
  const before = earlier.data?.total.kpis[0]?.value ?? null;
  if (!tall) return <KpiCard kpi={{ ...kpi, name: title }} before={before} points={points} />;
  return (
    <section className="panel course" aria-label={title}>
      <h2>
        {title}{" "}
        <Link to="/" search={{ ...carried(search), q: kpi.query.numerator }}>
          {kpiText(kpi.value, kpi.unit)}
        </Link>
      </h2>
      <Spark points={points} />
    </section>
  );
}

function Outcomes({ question, title }: { question: StatsQuestion; title: string }) {
  const { search } = usePageSearch();
  const histogram = useHistogram(question.q, question.range, question.count, 1, question.everyMs);
  const counts = histogram.data ? totals(histogram.data) : new Map<string, number>();
  const total = histogram.data?.total ?? 0;
  return (
    <section className="panel" aria-label={title} aria-busy={histogram.isPending}>
      <h2>{title}</h2>
      <ul className="outcomes">
        {OUTCOMES.filter(({ id }) => counts.has(id)).map(({ id, label, states }) => (
          <li key={id}>
            <Link to="/" search={{ ...carried(search), q: ofOutcome(question.q, states, question.count, histogram.data?.further) }} className={`outcome-${id}`}>
              <Icon name={id} /> <span>{label}</span> <b>{grouped(counts.get(id) ?? 0)}</b>{" "}
              <small>{percent(counts.get(id) ?? 0, total)}</small>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
