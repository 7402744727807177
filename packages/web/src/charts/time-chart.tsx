// A small chart over time: one or two lines, the value under the pointer, a click to the message that says it.
import { useRef } from "react";
import type { KeyboardEvent, PointerEvent } from "react";
import { useSettings } from "../ui/settings.ts";
import { useSize } from "../ui/size.ts";
import { clockParts } from "../words/clock.ts";
import { linePath, nearest, niceCeiling, xOf, yOf } from "./line.ts";
import type { ChartPoint, Frame } from "./line.ts";
import { CHART_WORDS } from "../words/charts.ts";

export interface Series {
  name: string;
  tone: "main" | "second";
  points: readonly ChartPoint[];
}

interface TimeChartProps {
  title: string;
  series: readonly Series[];
  fromUs: number;
  toUs: number;
  /** Values below or above are drawn at the edge; without it the axis begins at 0 and ends at a round number. */
  domain?: [number, number];
  /** The axis reaches at least so high: noise must not look like a mountain. */
  least?: number;
  text: (value: number) => string;
  /** A line to read values against. */
  mark?: { value: number; name: string };
  /** Shared by the charts of one stream, so that they can be read together. */
  cursorUs: number | null;
  setCursor: (atUs: number | null) => void;
  open: (ref: string) => void;
}

const HEIGHT = 64;

export function TimeChart({ title, series, fromUs, toUs, domain, least = 0, text, mark, cursorUs, setCursor, open }: TimeChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const { zone } = useSettings();
  const values = series.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []));
  const [low, high] = domain ?? [0, niceCeiling(Math.max(least, ...values))];
  const frame: Frame = { fromUs, toUs, low, high, width: Math.max(0, width - 2), height: HEIGHT };
  const [main] = series;
  const at = cursorUs === null || !main ? -1 : nearest(main.points, cursorUs);
  const point = main?.points[at];
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    if (width > 0) setCursor(fromUs + ((event.clientX - left) / width) * (toUs - fromUs));
  };
  const key = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const measured = main?.points.filter(({ value }) => value !== null) ?? [];
    const now = measured.findIndex(({ atUs }) => atUs === point?.atUs);
    if (by !== undefined) setCursor(measured[Math.max(0, Math.min(measured.length - 1, now + by))]?.atUs ?? null);
    else if (event.key === "Enter" && point && point.ref !== "") open(point.ref);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const told = point
    ? series
        .map((each) => saidBy(each, point.atUs, text, series.length > 1))
        .filter(Boolean)
        .join(", ")
    : "";
  const clock = point ? clockParts(point.atUs, zone).clock : "";
  return (
    <figure className="chart">
      <figcaption>
        <span>{title}</span>
        <span className="chart-told" aria-live="polite">
          {point ? (
            <>
              <b>{told}</b> <small>{clock}</small>
            </>
          ) : (
            <small>
              {text(low)} – {text(high)}
            </small>
          )}
        </span>
      </figcaption>
      <div
        className="chart-box"
        ref={box}
        tabIndex={0}
        role="img"
        aria-label={`${title} ${CHART_WORDS.overTime} ${values.length > 0 ? `${text(Math.min(...values))} to ${text(Math.max(...values))}` : "nothing measured"}${CHART_WORDS.arrowKeysStepEnter}`}
        style={{ height: HEIGHT }}
        onPointerMove={move}
        onPointerLeave={() => setCursor(null)}
        onClick={() => point && point.ref !== "" && open(point.ref)}
        onKeyDown={key}
        onBlur={() => setCursor(null)}
      >
        {values.length === 0 && <span className="chart-none">{CHART_WORDS.notMeasured}</span>}
        {width > 0 && values.length > 0 && (
          <svg width={width} height={HEIGHT} aria-hidden="true">
            {mark && mark.value <= high && (
              <line className="chart-mark" x1={0} x2={width} y1={yOf(frame, mark.value)} y2={yOf(frame, mark.value)} />
            )}
            {series.map(({ name, tone, points }) => (
              <path key={name} className={`chart-line chart-${tone}`} d={linePath(frame, points)} />
            ))}
            {point && (
              <>
                <line className="chart-cursor" x1={xOf(frame, point.atUs)} x2={xOf(frame, point.atUs)} y1={0} y2={HEIGHT} />
                <circle className="chart-dot" cx={xOf(frame, point.atUs)} cy={yOf(frame, point.value ?? low)} r={3} />
              </>
            )}
          </svg>
        )}
      </div>
    </figure>
  );
}

function saidBy({ name, points }: Series, atUs: number, text: (value: number) => string, named: boolean): string {
  const value = points[nearest(points, atUs)]?.value ?? null;
  return value === null ? "" : `${text(value)}${named ? ` ${name}` : ""}`;
}
