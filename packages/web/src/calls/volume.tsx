// Volume of calls over time, stacked by outcome, with counts that filter and a brush that zooms.
import { useRef, useState } from "react";
import { fromRfc3339 } from "@sipglass/model";
import { groupingOf, useHistogram } from "../api/questions.ts";
import type { Grouping } from "../api/questions.ts";
import type { Histogram } from "../api/shapes.ts";
import { useSettings } from "../ui/settings.ts";
import { useSize } from "../ui/size.ts";
import { absoluteRange, isRelative, rangeOf } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { clockParts, offsetMinutes, shortTime } from "../words/clock.ts";
import { bars, ticks, totals } from "./bars.ts";
import { useBrush } from "./use-brush.ts";
import { VolumeCounts } from "./volume-counts.tsx";
import { VolumeTip } from "./volume-tip.tsx";
import { CALLS_PAGE_WORDS } from "../words/calls.ts";

const HEIGHT = 56;
const AXIS = 18;

/** `wait`: the rows are being asked for, and come first. */
export function Volume({ wait }: { wait: boolean }) {
  const { search, asked } = usePageSearch();
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const range = rangeOf(search);
  const buckets = width === 0 ? 0 : Math.max(20, Math.min(120, Math.round(width / 110) * 10));
  const group = groupingOf(search);
  const histogram = useHistogram(asked, range, group, wait ? 0 : buckets, isRelative(range) && search.live !== "0" ? 5000 : false);
  const counts = histogram.data && !histogram.error ? totals(histogram.data) : new Map();
  return (
    <section className="volume" aria-label={CALLS_PAGE_WORDS.volumeOfCalls}>
      <VolumeCounts counts={counts} of={histogram.data} group={group} stale={histogram.isPlaceholderData} wait={wait} />
      <div className="volume-box" ref={box} style={{ height: HEIGHT + AXIS }}>
        {histogram.data && !histogram.error && width > 0 && <Bars histogram={histogram.data} group={group} width={width} />}
      </div>
    </section>
  );
}

function Bars({ histogram, group, width }: { histogram: Histogram; group: Grouping; width: number }) {
  const { patch } = usePageSearch();
  const { zone } = useSettings();
  const [over, setOver] = useState(-1);
  const all = bars(histogram, width, HEIGHT);
  const brush = useBrush(histogram, width, ({ fromUs, toUs }) =>
    patch({ ...absoluteRange(fromUs, toUs), sel: undefined, peek: undefined }),
  );
  const [fromUs, toUs] = [fromRfc3339(histogram.from), fromRfc3339(histogram.to)];
  const long = toUs - fromUs > 86_400e6;
  const tip = all[over];
  return (
    <>
      <svg
        className="volume-chart"
        width={width}
        height={HEIGHT + AXIS}
        role="img"
        aria-label={`${CALLS_PAGE_WORDS.howMany(histogram.total, group)} ${CALLS_PAGE_WORDS.overTimeDrag}`}
        {...brush.handlers}
        onPointerLeave={() => setOver(-1)}
        onMouseMove={(event) => setOver(all.findIndex((bar) => event.nativeEvent.offsetX < bar.x + bar.width + 1))}
      >
        {all.map((bar, index) => (
          <g key={bar.atUs} className={index === over ? "bar bar-over" : "bar"}>
            {bar.segments.map(({ outcome, y, height }) => (
              <rect key={outcome} className={`fill-${outcome}`} x={bar.x} y={y} width={bar.width} height={height} />
            ))}
          </g>
        ))}
        <line className="volume-base" x1={0} x2={width} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
        {ticks(fromUs, toUs, width, offsetMinutes(toUs, zone)).map((at) => {
          const x = ((at - fromUs) / (toUs - fromUs)) * width;
          const midnight = clockParts(at, zone).clock === "00:00:00";
          return (
            x > 24 &&
            x < width - 24 && (
              <text key={at} className="volume-tick" x={x} y={HEIGHT + 14} textAnchor="middle">
                {shortTime(at, zone, long && midnight).slice(0, long && midnight ? 5 : undefined)}
              </text>
            )
          );
        })}
        {brush.area && <rect className="brush" x={brush.area.x} y={0} width={brush.area.width} height={HEIGHT} />}
      </svg>
      {tip && !brush.area && <VolumeTip bar={tip} bucketS={histogram.bucket_s} width={width} />}
    </>
  );
}
