// The largest values of a dimension with their share, how many were answered and how many failed. Each opens its calls.
import { Link } from "@tanstack/react-router";
import { useTop } from "../api/stats.ts";
import type { StatsQuestion } from "../api/stats.ts";
import type { TopItemJson } from "../api/shapes.ts";
import { PanelFault } from "../ui/notice.tsx";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { grouped, percent } from "../words/count.ts";
import { toneOfCode } from "../words/tone.ts";
import { OVERVIEW_WORDS } from "../words/overview.ts";

interface TopListProps {
  question: StatsQuestion;
  title: string;
  by: string;
  order: "calls" | "failed";
  /** Head of the first column. */
  name: string;
}

export function TopList({ question, title, by, order, name }: TopListProps) {
  const top = useTop(question, by, order);
  const { search } = usePageSearch();
  const items = top.data?.items ?? [];
  const most = Math.max(1, ...items.map((item) => item[order]));
  return (
    <section className={top.isPlaceholderData ? "panel stale" : "panel"} aria-label={title} aria-busy={top.isPending}>
      <h2>
        {title} {top.data?.truncated && <span>{OVERVIEW_WORDS.theFirst}{" "}{items.length}</span>}
      </h2>
      <PanelFault error={top.error} />
      {top.data && items.length === 0 && <p className="quiet">{order === "failed" ? OVERVIEW_WORDS.nothingFailed : OVERVIEW_WORDS.nothingWasCounted}</p>}
      {items.length > 0 && (
        <table className="top">
          <thead>
            <tr>
              <th>{name}</th>
              <th className="num">{OVERVIEW_WORDS.calls2}</th>
              {by !== "code" && (
                <th className="num" title={OVERVIEW_WORDS.answeredAttemptsOfAll}>
                  {OVERVIEW_WORDS.answered}
                </th>
              )}
              {by !== "code" && <th className="num">{OVERVIEW_WORDS.failed}</th>}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.value}>
                <td>
                  <Link to="/" search={{ ...carried(search), q: item.query }} title={item.query}>
                    <span className={`top-bar top-${barTone(by, order, item)}`} style={{ width: `${(item[order] / most) * 100}%` }} />
                    <span className="top-name">{item.value === "" ? nameless(by) : item.value}</span>
                  </Link>
                </td>
                <td className="num">{grouped(item.calls)}</td>
                {by !== "code" && <td className="num">{percent(item.answered, item.attempts)}</td>}
                {by !== "code" && <td className={item.failed > 0 ? "num top-failed" : "num"}>{grouped(item.failed)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const nameless = (by: string): string => (by === "code" ? "no final response" : by === "prefix" ? "no number" : "none");

function barTone(by: string, order: TopListProps["order"], { value }: TopItemJson): string {
  if (by === "code") return value === "" ? "none" : toneOfCode(Number(value));
  return order === "failed" ? "failure" : "none";
}
