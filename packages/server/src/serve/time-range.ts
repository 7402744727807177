// Times in requests: RFC 3339, `now`, or back from now (`-2h`, `-30m`, `-7d`). A `last:` in the query sets the range before all else.
import { fromRfc3339, SipglassError, type TimeRange } from "@sipglass/model";

const UNIT_US: Readonly<Record<string, number>> = { s: 1e6, m: 60e6, h: 3_600e6, d: 86_400e6, w: 604_800e6 };
const DAY_US = 86_400_000_000;
const RELATIVE = /^-(\d{1,9}(?:\.\d{1,3})?)(s|m|h|d|w)$/;

/** NaN when it is no time. Further back than 1970 is 1970: `-9999d` means everything. */
export function parseTime(text: string, nowUs: number): number {
  if (text === "now") return nowUs;
  const relative = RELATIVE.exec(text);
  return relative ? Math.max(0, nowUs - Number(relative[1]) * (UNIT_US[relative[2] ?? ""] ?? Number.NaN)) : fromRfc3339(text);
}

function timeOf(field: "from" | "to", text: string, nowUs: number): number {
  // A "+" that was not escaped in the address arrives as a space: `2026-11-20T10:00:00 01:00`.
  const us = Math.round(parseTime(text.replace(/ (?=\d\d:?\d\d$)/, "+"), nowUs));
  if (Number.isNaN(us) || us < 0)
    throw new SipglassError("bad_request", { field, problem: "neither RFC 3339 nor like -2h" }, `\`${field}\` is no time.`);
  return us;
}

/**
 * The range of a list. Without `from`: 24 hours before the end. Without `to`: a day beyond now, because a sender's clock may run ahead
 * by as much as is tolerated, and its calls belong to the newest.
 */
export function rangeOf(given: { from?: string; to?: string; range?: TimeRange | undefined }, nowUs: number, aheadUs = DAY_US): TimeRange {
  if (given.range) return given.range;
  const end = given.to === undefined ? nowUs : timeOf("to", given.to, nowUs);
  const fromUs = given.from === undefined ? Math.max(0, end - DAY_US) : timeOf("from", given.from, nowUs);
  const toUs = given.to === undefined ? nowUs + aheadUs : end;
  if (fromUs >= toUs)
    throw new SipglassError("bad_request", { field: "from", problem: "not before `to`" }, "The range ends before it begins.");
  return { fromUs, toUs };
}
