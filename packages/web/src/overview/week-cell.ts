// One hour of the week on the map: how strongly it is tinted, and the hour of the range that it opens.
import { fromRfc3339 } from "@sipglass/model";
import type { WeekJson } from "../api/shapes.ts";
import { offsetMinutes, onTheWall } from "../words/clock.ts";
import type { Zone } from "../words/clock.ts";

const HOUR_US = 3_600e6;

/** 0..1: a number by the largest, a share that should be high by what is missing. */
export function tintOf(value: number | null, unit: string, most: number): number {
  if (value === null) return 0;
  if (unit === "calls") return most > 0 ? value / most : 0;
  return Math.min(1, Math.max(0, 1 - value / 100));
}

/** The latest such hour within the range, on the clock of the chosen zone; null when the range holds none. */
export function hourIn(
  { from, to }: Pick<WeekJson, "from" | "to">,
  weekday: number,
  hour: number,
  zone: Zone,
): { fromUs: number; toUs: number } | null {
  const [fromUs, toUs] = [fromRfc3339(from), fromRfc3339(to)];
  const offsetUs = offsetMinutes(toUs, zone) * 60e6;
  let atUs = Math.floor((toUs - 1 + offsetUs) / HOUR_US) * HOUR_US - offsetUs;
  for (let steps = 0; steps < 168; steps += 1, atUs -= HOUR_US) {
    if (atUs + HOUR_US <= fromUs) return null;
    const wall = onTheWall(atUs, zone);
    if ((wall.getUTCDay() || 7) === weekday && wall.getUTCHours() === hour) return { fromUs: atUs, toUs: atUs + HOUR_US };
  }
  return null;
}
