// Strings that outlive their message. V8 keeps a long slice as a view on its parent: a 20-byte Call-ID kept from a message would pin the
// whole kilobyte that it was cut from, so whatever a call keeps goes through here.

/** A copy that pins nothing. (Slices below 13 characters are copies already; `join` always makes a new, flat string.) */
export function detached(text: string): string {
  if (text.length < 13) return text;
  return [text.slice(0, 1), text.slice(1)].join("");
}

/** No agent writes tags, branches and the like longer than this; a datagram of 64 kB can hold one. */
const LONGEST_TOKEN = 256;

/** The token itself, or of a monstrous one its beginning and a hash of all: equal ones stay equal, and memory stays bounded. */
export function bounded(token: string, longest = LONGEST_TOKEN): string {
  if (token.length <= longest) return token;
  let hash = 0;
  for (let i = 0; i < token.length; i++) hash = Math.imul(hash ^ token.charCodeAt(i), 0x01000193);
  return `${token.slice(0, longest - 9)}~${(hash >>> 0).toString(16).padStart(8, "0")}`;
}

/** The list with one item more. `push` (and a spread) would reserve room for sixteen others, in each of the small lists of each call. */
export const withItem = <T>(list: readonly T[], item: T): T[] => (list.length === 0 ? [item] : list.concat([item]));

/** Longer lists make room ahead, or each item would copy all before it. */
const SHORT = 48;

/** As `withItem`, for numbers that come one after the other. A long list is changed in place. */
export function grown(list: readonly number[], items: number[]): number[] {
  if (list.length === 0) return items;
  if (list.length < SHORT) return list.concat(items);
  const long = list as number[];
  for (const item of items) long.push(item);
  return long;
}

/** Gives equal strings one copy: addresses, domains, user agents and reason phrases repeat in every call. */
export type StringPool = (text: string) => string;

/** Forgets all when full: what repeats is back at once, what an attacker invents is not kept. */
export function createStringPool(limit = 20_000): StringPool {
  const pool = new Map<string, string>();
  return (text) => {
    if (text === "") return "";
    const known = pool.get(text);
    if (known !== undefined) return known;
    if (pool.size >= limit) pool.clear();
    const copy = detached(text);
    pool.set(copy, copy);
    return copy;
  };
}
