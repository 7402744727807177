// A line as small as a word: the course of a number, without axes.
import { linePath } from "./line.ts";
import type { ChartPoint } from "./line.ts";

const [WIDTH, HEIGHT] = [120, 26];

export function Spark({ points }: { points: readonly ChartPoint[] }) {
  const values = points.flatMap(({ value }) => value ?? []);
  const times = points.map(({ atUs }) => atUs);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const flat = high - low < 1e-9;
  const frame = {
    fromUs: Math.min(...times),
    toUs: Math.max(...times),
    low: flat ? low - 1 : low,
    high: flat ? high + 1 : high,
    width: WIDTH - 2,
    height: HEIGHT - 4,
  };
  return (
    <svg className="spark" width={WIDTH} height={HEIGHT} viewBox={`-1 -2 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {values.length > 0 && <path className="chart-line" d={linePath(frame, points)} />}
    </svg>
  );
}
