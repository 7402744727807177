// Times in a datetime-local input: wall clock of the chosen zone, without saying which.
import { clockParts, fromTheWall } from "../words/clock.ts";
import type { Zone } from "../words/clock.ts";

export function fieldTime(us: number, zone: Zone): string {
  const { day, clock } = clockParts(us, zone);
  return `${day}T${clock}`;
}

/** NaN when it is no time. */
export const usFromField = (text: string, zone: Zone): number => fromTheWall(Date.parse(`${text}Z`), zone);
