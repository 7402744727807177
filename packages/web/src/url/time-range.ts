// The time range of a search: relative ("-2h", moves with the clock) or absolute; its words, its shifts and its zooms.
import { fromRfc3339, toRfc3339 } from "@sipglass/model";
import { shortTime } from "../words/clock.ts";
import type { Zone } from "../words/clock.ts";
import { counted } from "../words/count.ts";
import { DEFAULT_FROM } from "./page-search.ts";
import type { PageSearch } from "./page-search.ts";

export interface RangeText {
  from: string;
  /** undefined = now. */
  to: string | undefined;
}

export const PRESETS = ["-15m", "-1h", "-2h", "-6h", "-12h", "-24h", "-2d", "-7d", "-30d"] as const;

export const rangeOf = (search: PageSearch): RangeText => ({ from: search.from ?? DEFAULT_FROM, to: search.to });
export const isRelative = (range: RangeText): boolean => range.from.startsWith("-") && range.to === undefined;

const UNIT_S: Record<string, number> = { m: 60, h: 3600, d: 86_400, w: 604_800 };
const UNIT_WORDS: Record<string, readonly [one: string, many: string]> = { m: ["min", "min"], h: ["h", "h"], d: ["day", "days"], w: ["week", "weeks"] };

function relativeSeconds(from: string): number {
  const match = /^-(\d+)(m|h|d|w)$/.exec(from);
  return match ? Number(match[1]) * (UNIT_S[match[2] ?? ""] ?? 0) : Number.NaN;
}

export function presetWord(from: string): string {
  const match = /^-(\d+)(m|h|d|w)$/.exec(from);
  if (!match) return from;
  const [one = "", many = ""] = UNIT_WORDS[match[2] ?? ""] ?? [];
  return `last ${counted(Number(match[1]), one, many)}`;
}

export function resolveRange(range: RangeText, nowUs: number): { fromUs: number; toUs: number } {
  const toUs = range.to === undefined ? nowUs : fromRfc3339(range.to);
  const seconds = relativeSeconds(range.from);
  return { fromUs: Number.isNaN(seconds) ? fromRfc3339(range.from) : toUs - seconds * 1e6, toUs };
}

export function rangeWord(range: RangeText, zone: Zone, nowUs: number): string {
  if (isRelative(range)) return presetWord(range.from);
  const { fromUs, toUs } = resolveRange(range, nowUs);
  const sameDay = shortTime(fromUs, zone, true).slice(0, 5) === shortTime(toUs, zone, true).slice(0, 5);
  const today = shortTime(nowUs, zone, true).slice(0, 5) === shortTime(toUs, zone, true).slice(0, 5);
  const end = range.to === undefined ? "now" : shortTime(toUs, zone, !sameDay);
  return `${shortTime(fromUs, zone, !sameDay || !today)} – ${end}`;
}

const whole = (us: number): string => toRfc3339(Math.round(us / 1e6) * 1e6).replace(".000000", "");

export const absoluteRange = (fromUs: number, toUs: number): { from: string; to: string } => ({ from: whole(fromUs), to: whole(toUs) });

/** −1 = one length earlier, +1 = later (not beyond now). */
export function shiftRange(range: RangeText, direction: -1 | 1, nowUs: number): { from: string; to: string } {
  const { fromUs, toUs } = resolveRange(range, nowUs);
  const step = (toUs - fromUs) * direction;
  const over = Math.max(0, toUs + step - nowUs);
  return absoluteRange(fromUs + step - over, toUs + step - over);
}

/** Twice the length around the same middle, not beyond now. */
export function widenRange(range: RangeText, nowUs: number): { from: string; to: string } {
  const { fromUs, toUs } = resolveRange(range, nowUs);
  const half = (toUs - fromUs) / 2;
  return absoluteRange(fromUs - half, Math.min(nowUs, toUs + half));
}

const HALF_DAY_US = 12 * 3600e6;

/** The range as it is when it holds this moment, else half a day to either side of it. */
export function rangeAround(range: RangeText, atUs: number, nowUs: number): { from: string; to: string | undefined } {
  const { fromUs, toUs } = resolveRange(range, nowUs);
  return Number.isNaN(atUs) || (atUs >= fromUs && atUs < toUs)
    ? range
    : absoluteRange(atUs - HALF_DAY_US, Math.min(nowUs, atUs + HALF_DAY_US));
}
