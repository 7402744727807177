// Hour by weekday: when it is busy, and when it goes wrong. A cell opens its hour.
import { Link } from "@tanstack/react-router";
import type { CSSProperties } from "react";
import { useWeek } from "../api/stats.ts";
import type { StatsQuestion } from "../api/stats.ts";
import type { WeekJson } from "../api/shapes.ts";
import { useSettings } from "../ui/settings.ts";
import { absoluteRange } from "../url/time-range.ts";
import { PanelFault } from "../ui/notice.tsx";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { zoneName } from "../words/clock.ts";
import { grouped } from "../words/count.ts";
import { hourIn, tintOf } from "./week-cell.ts";
import { OVERVIEW_WORDS, WEEKDAYS } from "../words/overview.ts";

const CHOICES = [
  { of: "attempts", label: OVERVIEW_WORDS.calls2, tone: "volume" },
  { of: "asr", label: "ASR", tone: "missing" },
  { of: "ner", label: "NER", tone: "missing" },
  { of: "failed", label: OVERVIEW_WORDS.failed, tone: "failed" },
] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** With `of` it shows that alone; else what the reader chooses. */
export function WeekMap({ question, of, title = "Hours of the week" }: { question: StatsQuestion; of?: string; title?: string }) {
  const { search, patch } = usePageSearch();
  const choice = CHOICES.find((each) => each.of === (of ?? search.map)) ?? CHOICES[0];
  const { zone } = useSettings();
  const week = useWeek(question, choice.of, zoneName(zone));
  const most = Math.max(0, ...(week.data?.cells.map(({ value }) => value ?? 0) ?? []));
  return (
    <section
      className={week.isPlaceholderData ? "panel panel-wide stale" : "panel panel-wide"}
      aria-label={title}
      aria-busy={week.isPending}
    >
      <header>
        <h2>{title}</h2>
        <div className="segments" role="group" aria-label={OVERVIEW_WORDS.whatTheMapShows} hidden={of !== undefined}>
          {CHOICES.map((each) => (
            <button
              key={each.of}
              type="button"
              aria-pressed={each.of === choice.of}
              onClick={() => patch({ map: each.of === "attempts" ? undefined : each.of }, { replace: true })}
            >
              {each.label}
            </button>
          ))}
        </div>
        <span className="quiet">{choice.tone === "missing" ? OVERVIEW_WORDS.strongerColourLess : OVERVIEW_WORDS.strongerColourMore}</span>
      </header>
      <PanelFault error={week.error} />
      {week.data && (
        <div className="week-scroll" tabIndex={0}>
          <table className={`week week-${choice.tone}`}>
            <thead>
              <tr>
                <td />
                {HOURS.map((hour) => (
                  <th key={hour} scope="col">
                    {String(hour).padStart(2, "0")}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {WEEKDAYS.map((name, day) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {HOURS.map((hour) => (
                    <td key={hour}>
                      {week.data && <Cell week={week.data} cell={week.data.cells[day * 24 + hour]} label={choice.label} most={most} />}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Cell({ week, cell, label, most }: { week: WeekJson; cell: WeekJson["cells"][number] | undefined; label: string; most: number }) {
  const { search } = usePageSearch();
  const { zone } = useSettings();
  if (!cell || cell.value === null || cell.denominator === 0) return <span className="week-none" />;
  const { value, unit, weekday, hour, denominator } = { ...cell, value: cell.value, unit: week.unit };
  const text = unit === "%" ? `${Math.round(value)}` : grouped(value);
  const day = WEEKDAYS[weekday - 1] ?? "";
  const title = `${day} ${String(hour).padStart(2, "0")}:00, ${label} ${text}${unit === "%" ? ` % of ${grouped(denominator)}` : ""}`;
  const at = hourIn(week, weekday, hour, zone);
  const style = { "--tint": `${Math.round(tintOf(value, unit, most) * 100)}%` } as CSSProperties;
  const inside = unit === "calls" && value >= 10_000 ? `${Math.round(value / 1000)}k` : text;
  if (!at)
    return (
      <span className="week-cell" style={style} title={title}>
        {inside}
      </span>
    );
  return (
    <Link
      to="/"
      search={{ ...carried(search), ...absoluteRange(at.fromUs, at.toUs), q: week.query }}
      className="week-cell"
      style={style}
      title={title}
    >
      {inside}
    </Link>
  );
}
