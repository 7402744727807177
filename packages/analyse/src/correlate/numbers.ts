// Whether two users of SIP addresses are one subscriber, written differently: with and without country code, trunk zero, dial-out digit.

/** A user as it is compared. */
export interface Subscriber {
  user: string;
  /** "" when it is a name. */
  digits: string;
  isLong: boolean;
  /** The same for all spellings of one number. */
  key: string;
}

/** Shorter numbers are extensions and services: they mean something within one system only. */
const LONG_NUMBER = 7;
/** Numbers are looked up by so many of their last digits. */
const KEY_DIGITS = 6;

/** Withheld, or a name that systems put where they know none. */
const NOBODY = /^(?:anonymous|restricted|unavailable|unknown|private|withheld|asterisk|null|none|user|invalid|0+)?$/i;

/** Those of the users that say who they are. */
export function subscribersOf(users: readonly string[]): Subscriber[] {
  return users.filter((user) => !NOBODY.test(user)).map(subscriberOf);
}

export function subscriberOf(user: string): Subscriber {
  const digits = digitsOf(user);
  return { user, digits, isLong: digits.length >= LONG_NUMBER, key: digits === "" ? user.toLowerCase() : digits.slice(-KEY_DIGITS) };
}

/** Without visual separators (RFC 3966 §5.1.1), the prefix of a service (`*31*`) and a technical prefix (`1234#`). */
function digitsOf(user: string): string {
  if (/^\+?\d+$/.test(user)) return user.charCodeAt(0) === 43 ? user.slice(1) : user;
  const bare = user.split(";", 1)[0]!.replaceAll(/[\s().-]/g, "");
  return /^(?:\+|\*\d{2}\*?|\d{1,6}#)?(\d+)#?$/.exec(bare)?.[1] ?? "";
}

export function isSameNumber(a: Subscriber, b: Subscriber): boolean {
  if (a.key !== b.key) return false;
  if (a.user === b.user || a.digits === "" || b.digits === "") return a.digits === b.digits;
  if (a.digits === b.digits) return true;
  const [long, short] = a.digits.length >= b.digits.length ? [a.digits, b.digits] : [b.digits, a.digits];
  if (short.length < LONG_NUMBER) return false;
  const bare = short.replace(/^0{1,3}/, "");
  return long.endsWith(bare) ? bare.length >= LONG_NUMBER - 1 : hasSameTail(long, short);
}

/** What stands before the common end is a dial-out digit and the trunk zero on one side, a country code on the other. */
function hasSameTail(a: string, b: string): boolean {
  let common = 0;
  while (common < b.length && a.at(-1 - common) === b.at(-1 - common)) common += 1;
  if (common < LONG_NUMBER) return false;
  const heads = [a.slice(0, a.length - common), b.slice(0, b.length - common)];
  return heads.some((head, i) => /^\d?0{1,2}$/.test(head) && /^0{0,2}[1-9]\d{0,2}$/.test(heads[1 - i]!));
}

/** differ: both are numbers that would be the same if the people were. unknown: nothing can be said. */
export type Agreement = "same" | "differ" | "unknown";

export function agreementOf(a: readonly Subscriber[], b: readonly Subscriber[]): Agreement {
  for (const one of a) for (const other of b) if (isSameNumber(one, other)) return "same";
  return a.some(({ isLong }) => isLong) && b.some(({ isLong }) => isLong) ? "differ" : "unknown";
}
