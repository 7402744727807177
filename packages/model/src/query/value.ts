// Values with units, as people write them in a query: durations, moments, status classes.
import { fromRfc3339, toRfc3339 } from "../time.ts";

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const UNIT_MS: Readonly<Record<string, number>> = { us: 0.001, µs: 0.001, ms: 1, s: 1000, sec: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const PIECE = /((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(us|µs|ms|sec|s|min|m|h|d|w)/giy;

/** A plain number, "%" allowed behind it; NaN when it is none. */
export const parseNumber = (text: string): number => {
  const plain = text.endsWith("%") ? text.slice(0, -1) : text;
  return NUMBER.test(plain) ? Number(plain) : Number.NaN;
};

export const hasUnit = (text: string): boolean => /[a-zµ]$/i.test(text);

/** `3s`, `1m30s`, `250` (ms) → milliseconds; NaN when it is none. */
export function parseDuration(text: string): number {
  if (NUMBER.test(text)) return Number(text);
  if (text.startsWith("-")) return -parseDuration(text.slice(1));
  let total = 0;
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < text.length) {
    const piece = PIECE.exec(text);
    if (!piece) return Number.NaN;
    total += Number(piece[1]) * UNIT_MS[piece[2]!.toLowerCase()]!;
  }
  return text === "" ? Number.NaN : total;
}

/** The unit at the end of a duration, "" when there is none: `10..20s` means `10s..20s`. */
export const unitOf = (text: string): string => (NUMBER.test(text) ? "" : (/[a-zµ]+$/i.exec(text)?.[0] ?? ""));

export function printDuration(ms: number): string {
  if (Number.isInteger(ms) && ms > 0) {
    for (const [unit, size] of [["h", 3_600_000], ["m", 60_000], ["s", 1000]] as const) if (ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}

/** `5xx`, `48x` → the range of codes it stands for. */
export function parseClass(text: string): { low: number; high: number } | undefined {
  const match = /^(\d{1,2})(x{1,2})$/i.exec(text);
  if (!match || match[1]!.length + match[2]!.length !== 3) return undefined;
  const size = 10 ** match[2]!.length;
  return { low: Number(match[1]) * size, high: Number(match[1]) * size + size - 1 };
}

/** A moment or the whole day, hour, minute, second it names; both ends inclusive, epoch µs. */
export function parseMoment(text: string, nowUs: number): { low: number; high: number } | undefined {
  const relative = /^(?:now)?(?:([+-])(.+))?$/i.exec(text);
  if (relative && text !== "") {
    const ms = relative[2] === undefined ? 0 : parseDuration(relative[2]);
    if (Number.isNaN(ms) || (relative[2] !== undefined && unitOf(relative[2]) === "")) return undefined;
    const us = Math.round(nowUs + (relative[1] === "-" ? -ms : ms) * 1000);
    return { low: us, high: us };
  }
  const parts = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d)(?::?(\d\d)(?::(\d\d)(\.\d{1,9})?)?)?)?(Z|[+-]\d\d:?\d\d)?$/i.exec(text);
  if (!parts) return undefined;
  const [, day, hour, minute, second, fraction, zone] = parts;
  const low = fromRfc3339(`${day}T${hour ?? "00"}:${minute ?? "00"}:${second ?? "00"}${fraction ?? ""}${zone ?? "Z"}`);
  if (Number.isNaN(low)) return undefined;
  const seconds = second !== undefined ? 1 : minute !== undefined ? 60 : hour !== undefined ? 3600 : 86_400;
  return { low, high: fraction !== undefined ? low : low + seconds * 1e6 - 1 };
}

/** Always with a fraction, so that it names one microsecond. */
export const printMoment = (us: number): string => toRfc3339(us);
