// Whether two users of SIP addresses are one subscriber, written differently: with and without country code, trunk zero, dial-out digit.

/** Shorter numbers are extensions and services: they mean something within one system only. */
export const LONG_NUMBER = 7;
/** Numbers are looked up by so many of their last digits. */
const KEY_DIGITS = 6;

/** Digits of a number without its visual separators (RFC 3966 §5.1.1); "" when it is a name. */
export function digitsOf(user: string): string {
  const bare = user.split(";", 1)[0]!.replaceAll(/[\s().-]/g, "");
  const match = /^(?:\+|\*\d{2}\*?|[\d]{1,6}#)?(\d+)#?$/.exec(bare);
  return match?.[1] ?? "";
}

const NOBODY = /^(?:anonymous|restricted|unavailable|unknown|private|withheld|asterisk|null|none|user|invalid|0+)?$/i;

/** Says who it is: not withheld, not a name that systems put where they know none. */
export const isTelling = (user: string): boolean => !NOBODY.test(user);

/** The same for all spellings of one number. */
export function numberKey(user: string): string {
  const digits = digitsOf(user);
  return digits === "" ? user.toLowerCase() : digits.slice(-KEY_DIGITS);
}

export function isLong(user: string): boolean {
  return digitsOf(user).length >= LONG_NUMBER;
}

export function sameNumber(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [digitsOf(a), digitsOf(b)];
  if (left === "" || right === "") return left === right && a.toLowerCase() === b.toLowerCase();
  if (left === right) return true;
  const [long, short] = left.length >= right.length ? [left, right] : [right, left];
  if (short.length < LONG_NUMBER) return false;
  if (long.endsWith(withoutZeros(short))) return withoutZeros(short).length >= LONG_NUMBER - 1;
  return sameTail(long, short);
}

const withoutZeros = (digits: string): string => digits.replace(/^0{1,3}/, "");

/** What stands before the common end is a dial-out digit and the trunk zero on one side, a country code on the other. */
function sameTail(a: string, b: string): boolean {
  let common = 0;
  while (common < b.length && a.at(-1 - common) === b.at(-1 - common)) common += 1;
  if (common < LONG_NUMBER) return false;
  const heads = [a.slice(0, a.length - common), b.slice(0, b.length - common)];
  return heads.some((head, i) => /^\d?0{1,2}$/.test(head) && /^(?:0{0,2}[1-9]\d{0,2})$/.test(heads[1 - i]!));
}

/** differ: both are numbers that would be the same if the people were. unknown: nothing can be said. */
export type Agreement = "same" | "differ" | "unknown";

export function agreementOf(a: readonly string[], b: readonly string[]): Agreement {
  const [left, right] = [a.filter(isTelling), b.filter(isTelling)];
  if (left.some((one) => right.some((other) => sameNumber(one, other)))) return "same";
  return left.some(isLong) && right.some(isLong) ? "differ" : "unknown";
}
