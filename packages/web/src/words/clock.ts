// Points in time as people read them, in their own zone or UTC, with microseconds where they matter.
import { fromRfc3339 } from "@sipglass/model";

export type Zone = "local" | "utc";

export interface ClockParts {
  /** "2026-11-20" */
  day: string;
  /** "14:58:03" */
  clock: string;
  /** "221" */
  ms: string;
  /** "415" */
  us: string;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, "0");

export function clockParts(us: number, zone: Zone): ClockParts {
  const at = new Date(Math.floor(us / 1000));
  const utc = zone === "utc";
  const [y, mo, d] = utc ? [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()] : [at.getFullYear(), at.getMonth(), at.getDate()];
  const [h, mi, s] = utc ? [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()] : [at.getHours(), at.getMinutes(), at.getSeconds()];
  const fraction = pad(((us % 1_000_000) + 1_000_000) % 1_000_000, 6);
  return { day: `${y}-${pad(mo + 1)}-${pad(d)}`, clock: `${pad(h)}:${pad(mi)}:${pad(s)}`, ms: fraction.slice(0, 3), us: fraction.slice(3) };
}

/** "14:58:03.221", or with the day in front when that is not `todayUs`'s. */
export function listTime(rfc3339: string | null, zone: Zone, todayUs: number): string {
  if (rfc3339 === null) return "–";
  const parts = clockParts(fromRfc3339(rfc3339), zone);
  const time = `${parts.clock}.${parts.ms}`;
  return parts.day === clockParts(todayUs, zone).day ? time : `${parts.day.slice(5)} ${time}`;
}

/** "2026-11-20 14:58:03.221 415" */
export function fullTime(rfc3339: string | null, zone: Zone): string {
  if (rfc3339 === null) return "–";
  const parts = clockParts(fromRfc3339(rfc3339), zone);
  return `${parts.day} ${parts.clock}.${parts.ms} ${parts.us}`;
}

/** "14:58" or "20 Nov 14:58": ends of a range and ticks of an axis. */
export function shortTime(us: number, zone: Zone, withDay: boolean): string {
  const parts = clockParts(us, zone);
  const clock = parts.clock.slice(0, 5);
  return withDay ? `${parts.day.slice(5)} ${clock}` : clock;
}

/** How long ago, in one unit: "now", "12 s ago", "5 min ago", "3 h ago", "9 days ago". */
export function ago(us: number, nowUs: number): string {
  const s = Math.max(0, Math.round((nowUs - us) / 1e6));
  if (s < 3) return "now";
  if (s < 90) return `${s} s ago`;
  if (s < 5400) return `${Math.round(s / 60)} min ago`;
  if (s < 129_600) return `${Math.round(s / 3600)} h ago`;
  return `${Math.round(s / 86_400)} days ago`;
}
