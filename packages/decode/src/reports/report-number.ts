// Numbers of quality reports: in texts and JSON, with comma or point, and MOS and R on the scales that devices use.

/** The number at the start of the text ("12 ms" is 12); null when there is none. */
export function numberOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  const match = typeof value === "string" ? /^\s*([+-]?\d{1,15}(?:\.\d{1,9})?)/.exec(value) : null;
  return match ? Number(match[1]) : null;
}

/** MOS is 1 to 5; devices also send it ×10 and ×100. 0 and 127 stand for "not measured". */
export function mosOf(value: unknown): number | null {
  const number = numberOf(value);
  if (number === null || number <= 0 || number === 127 || number === 12.7 || number > 500) return null;
  return number <= 5 ? number : number <= 50 ? number / 10 : number / 100;
}

/** R is 0 to 100, above for wide band, where devices send it ×100 from 10 000 % down. 0 and 127 stand for "not measured". */
export function rFactorOf(value: unknown): number | null {
  const number = numberOf(value);
  if (number === null || number <= 0 || number === 127) return null;
  const r = number > 130 ? number / 100 : number;
  return r <= 130 ? r : null;
}

export const portOf = (value: unknown): number => {
  const number = numberOf(value) ?? 0;
  return number > 0 && number < 65_536 ? Math.trunc(number) : 0;
};
