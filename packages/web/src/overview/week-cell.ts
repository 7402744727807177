// One hour of the week on the map: how strongly it is tinted, and the hour of the range that it opens.
import { fromRfc3339 } from "@sipglass/model";
import type { WeekJson } from "../api/shapes.ts";

export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const HOUR_US = 3_600e6;

/** 0..1: a number by the largest, a share that should be high by what is missing. */
export function tintOf(value: number | null, unit: string, most: number): number {
  if (value === null) return 0;
  if (unit === "calls") return most > 0 ? value / most : 0;
  return Math.min(1, Math.max(0, 1 - value / 100));
}

/** The latest such hour within the range, on the clock of this browser or UTC; null when the range holds none. */
export function hourIn(
  { from, to }: Pick<WeekJson, "from" | "to">,
  weekday: number,
  hour: number,
  utc: boolean,
): { fromUs: number; toUs: number } | null {
  const [fromUs, toUs] = [fromRfc3339(from), fromRfc3339(to)];
  const at = new Date(Math.ceil(toUs / 1000) - 1);
  if (utc) at.setUTCMinutes(0, 0, 0);
  else at.setMinutes(0, 0, 0);
  for (let steps = 0; steps < 168; steps += 1, at.setTime(at.getTime() - 3_600_000)) {
    if (at.getTime() * 1000 + HOUR_US <= fromUs) return null;
    const [day, clock] = utc ? [at.getUTCDay(), at.getUTCHours()] : [at.getDay(), at.getHours()];
    if ((day || 7) === weekday && clock === hour) return { fromUs: at.getTime() * 1000, toUs: at.getTime() * 1000 + HOUR_US };
  }
  return null;
}
