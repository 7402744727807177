// Points in time as people read them, in the zone that they chose, with microseconds where they matter.
import { fromRfc3339 } from "@sipglass/model";

/** "utc", "local" (the browser's own), or a name of the IANA list such as "Europe/Berlin". */
export type Zone = string;

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

const wallClocks = new Map<string, Intl.DateTimeFormat | null>();

/** null when the browser does not know the zone. */
function wallClockOf(zone: string): Intl.DateTimeFormat | null {
  const known = wallClocks.get(zone);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat | null = null;
  try {
    const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
    made = new Intl.DateTimeFormat("en-CA", { timeZone: zone, ...parts });
  } catch {
    // Left null: another browser may have known it.
  }
  wallClocks.set(zone, made);
  return made;
}

export const knowsZone = (zone: string): boolean => wallClockOf(zone) !== null;

/** As it is sent, and as files and tickets name it: "UTC", "Europe/Berlin". */
export const zoneName = (zone: Zone): string =>
  zone === "utc" || (zone !== "local" && !knowsZone(zone)) ? "UTC" : zone === "local" ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone;

/** What the zone is ahead of UTC at that moment, minutes. */
export function offsetMinutes(us: number, zone: Zone): number {
  const atMs = Math.floor(us / 1000);
  if (zone === "local") return -new Date(atMs).getTimezoneOffset();
  const wall = zone === "utc" ? null : wallClockOf(zone);
  if (wall === null || Number.isNaN(atMs)) return 0;
  const parts = Object.fromEntries(wall.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Math.round((Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1000) * 1000) / 60_000);
}

/** A clock on the wall, told as if it were UTC's. */
export const onTheWall = (us: number, zone: Zone): Date => new Date(Math.floor(us / 1000) + offsetMinutes(us, zone) * 60_000);

/** The moment at which the wall shows this; of an hour that comes twice the first, and in one that is left out the clock as it was before. */
export function fromTheWall(wallMs: number, zone: Zone): number {
  const before = wallMs - offsetMinutes((wallMs - 86_400_000) * 1000, zone) * 60_000;
  const after = wallMs - offsetMinutes((wallMs + 86_400_000) * 1000, zone) * 60_000;
  const fits = [before, after].sort((a, b) => a - b).find((ms) => onTheWall(ms * 1000, zone).getTime() === wallMs);
  return (fits ?? before) * 1000;
}

export function clockParts(us: number, zone: Zone): ClockParts {
  const at = onTheWall(us, zone);
  const fraction = pad(((us % 1_000_000) + 1_000_000) % 1_000_000, 6);
  const day = `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`;
  const clock = `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())}`;
  return { day, clock, ms: fraction.slice(0, 3), us: fraction.slice(3) };
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
