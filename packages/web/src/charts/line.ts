// Geometry of a line over time: moments become x, values become y, what was not measured leaves a gap. Pure numbers; time-chart.tsx draws them.

export interface ChartPoint {
  atUs: number;
  value: number | null;
  /** The message that says it; "" when none does. */
  ref: string;
}

export interface Frame {
  fromUs: number;
  toUs: number;
  low: number;
  high: number;
  width: number;
  height: number;
}

export const xOf = ({ fromUs, toUs, width }: Frame, atUs: number): number =>
  toUs > fromUs ? ((atUs - fromUs) / (toUs - fromUs)) * width : width / 2;

export function yOf({ low, high, height }: Frame, value: number): number {
  const share = high > low ? (Math.max(low, Math.min(high, value)) - low) / (high - low) : 0.5;
  return height - share * height;
}

/** SVG path; a point that stands alone between gaps becomes a short stroke, else it would not be seen. */
export function linePath(frame: Frame, points: readonly ChartPoint[]): string {
  let path = "";
  let open = false;
  for (const [index, { atUs, value }] of points.entries()) {
    if (value === null) {
      open = false;
      continue;
    }
    const [x, y] = [round(xOf(frame, atUs)), round(yOf(frame, value))];
    const alone = !open && (points[index + 1]?.value ?? null) === null;
    path += alone ? `M${round(x - 2)} ${y}h4` : `${open ? "L" : "M"}${x} ${y}`;
    open = true;
  }
  return path;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Index of the measured point nearest to a moment, or -1. */
export function nearest(points: readonly ChartPoint[], atUs: number): number {
  let best = -1;
  for (const [index, point] of points.entries()) {
    if (point.value === null) continue;
    if (best === -1 || Math.abs(point.atUs - atUs) < Math.abs((points[best]?.atUs ?? 0) - atUs)) best = index;
  }
  return best;
}

/** A round number at or above the highest value: 1, 2, 5 times a power of ten. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value * (1 - 1e-9)) ?? 10) * power;
}
