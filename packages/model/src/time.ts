// Time is epoch microseconds in a number (exact until the year 2255); JSON is RFC 3339 with six digits.

export type Micros = number;

/** 1795196999089751 → "2026-11-20T17:49:59.089751Z" */
export function toRfc3339(us: Micros): string {
  const ms = Math.floor(us / 1000);
  const iso = new Date(ms).toISOString();
  return `${iso.slice(0, -1)}${String(us - ms * 1000).padStart(3, "0")}Z`;
}

const RFC3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:?\d\d)?$/;

/** The inverse, tolerant of missing fraction and zone (UTC). NaN when it is no time. */
export function fromRfc3339(text: string): Micros {
  const match = RFC3339.exec(text.trim());
  if (!match) return Number.NaN;
  const ms = Date.parse(`${match[1]}T${match[2]}${(match[4] ?? "Z").toUpperCase()}`);
  return ms * 1000 + Number((match[3] ?? "0").padEnd(6, "0").slice(0, 6));
}
