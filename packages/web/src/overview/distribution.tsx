// How long or how good: calls by class, each bar opens its calls.
import { Link } from "@tanstack/react-router";
import { useDistribution } from "../api/stats.ts";
import type { StatsQuestion } from "../api/stats.ts";
import { narrow } from "../query/edit.ts";
import { PanelFault } from "../ui/notice.tsx";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { counted, grouped } from "../words/count.ts";
import { kpiText } from "../words/kpi.ts";
import { gradeOf } from "../words/quality.ts";
import { classesOf } from "./classes.ts";
import type { Class } from "./classes.ts";
import { OVERVIEW_WORDS } from "../words/overview.ts";

export function Distribution({ question, of, title }: { question: StatsQuestion; of: string; title: string }) {
  const answer = useDistribution(question, of);
  const { search } = usePageSearch();
  const { data } = answer;
  const classes = data ? classesOf(data) : [];
  const most = Math.max(1, ...classes.map(({ count }) => count));
  return (
    <section
      className={answer.isPlaceholderData ? "panel stale" : "panel"}
      aria-label={title}
      aria-busy={answer.isPending}
      title={data?.rule}
    >
      <h2>
        {title}{" "}
        {data?.percentiles && (
          <span>
            {OVERVIEW_WORDS.median}{" "}{kpiText(data.percentiles["p50"] ?? null, data.unit)}, {data.unit === "mos" ? "p5" : "p95"}{" "}
            {kpiText(data.percentiles[data.unit === "mos" ? "p5" : "p95"] ?? null, data.unit)}
          </span>
        )}
      </h2>
      <PanelFault error={answer.error} />
      {data?.count === 0 && <p className="quiet">{data.unit === "mos" ? OVERVIEW_WORDS.noMediaWasMeasured : OVERVIEW_WORDS.nothingWasCounted}</p>}
      {data !== undefined && data.count > 0 && (
        <ol className="bars">
          {classes.map(({ label, count, query, to }) => (
            <li key={label}>
              <Link to="/" search={{ ...carried(search), q: narrow(data.query, query) }} title={`${counted(count, "call")}, ${label}`}>
                <span className="bars-count">{count > 0 ? grouped(count) : ""}</span>
                <span className={count > 0 ? `bars-bar ${toneOf(data.unit, to)}` : ""} style={{ height: `${(count / most) * 100}%` }} />
                <span className="bars-label">{short(label)}</span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Under the bar there is room for its lower end only. */
const short = (label: Class["label"]): string => label.replace(/ –.*$/, "").replace(" ms", "").replace("< ", "<").replace("≥ ", "≥");
const toneOf = (unit: "ms" | "mos", to: number): string =>
  unit === "mos" ? `bars-${gradeOf(to - 0.01)}` : to > 11_000 ? "bars-bad" : to > 5000 ? "bars-poor" : "bars-plain";
