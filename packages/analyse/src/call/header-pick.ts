// Several headers of one message in one walk over its lines: headers are asked for by the handful, and a walk for each would cost more than
// all the rest of tracking.
import type { SipMessage } from "@sipglass/model";

/** Lower-case names (long and compact) → the name under which the value is wanted. */
export interface Wanted {
  names: ReadonlyMap<string, string>;
  /** First letters (lower-case codes) of names that are wanted: most lines are passed over by theirs. */
  letters: Uint8Array;
}

const LONGEST_NAME = 64;
const COMPACT: Readonly<Record<string, string>> = {
  "session-expires": "x",
  "refer-to": "r",
  subject: "s",
  "referred-by": "b",
  contact: "m",
  supported: "k",
  event: "o",
};

export function wantedHeaders(names: readonly string[]): Wanted {
  const all = new Map<string, string>();
  const letters = new Uint8Array(256);
  for (const name of names) {
    const long = name.toLowerCase();
    for (const spelling of [long, COMPACT[long] ?? long])
      if (spelling.length <= LONGEST_NAME) {
        all.set(spelling, long);
        letters[spelling.charCodeAt(0) | 32] = 1;
      }
  }
  return { names: all, letters };
}

export type Picked = ReadonlyMap<string, string>;

const NONE: Picked = new Map();

/** Headers of which several lines are one list (RFC 3261 §7.3.1), joined here; of others the first line counts. */
const LISTS = new Set(["reason", "p-asserted-identity", "history-info"]);

/** The value of each wanted header that is there, unfolded and trimmed. */
export function pickHeaders(message: SipMessage, { names, letters }: Wanted): Picked {
  const { text, bodyAt } = message;
  let picked: Map<string, string> | undefined;
  for (let at = message.headersAt; at < bodyAt;) {
    const lf = text.indexOf("\n", at);
    const end = lf < 0 || lf > bodyAt ? bodyAt : lf;
    if (letters[(text.charCodeAt(at) | 32) & 255] === 1) {
      const colon = colonIn(text, at, end);
      const name = colon > at ? names.get(text.slice(at, colon).trimEnd().toLowerCase()) : undefined;
      if (name !== undefined) add((picked ??= new Map()), name, valueAt(message, colon + 1, end));
    }
    at = end + 1;
  }
  return picked ?? NONE;
}

function add(picked: Map<string, string>, name: string, value: string): void {
  const before = picked.get(name);
  if (before === undefined) picked.set(name, value);
  else if (LISTS.has(name)) picked.set(name, `${before}, ${value}`);
}

/** Names are short: a colon further on belongs to a value. */
function colonIn(text: string, at: number, end: number): number {
  const last = Math.min(end, at + LONGEST_NAME);
  for (let i = at; i < last; i++) if (text.charCodeAt(i) === 58) return i;
  return at;
}

/** A line that begins with a blank goes on with the one before (RFC 3261 §7.3.1). */
function valueAt({ text, bodyAt }: SipMessage, start: number, end: number): string {
  const next = text.charCodeAt(end + 1);
  if (next !== 32 && next !== 9) return text.slice(start, end).trim();
  for (let code = next; (code === 32 || code === 9) && end < bodyAt; code = text.charCodeAt(end + 1)) {
    const lf = text.indexOf("\n", end + 1);
    end = lf < 0 || lf > bodyAt ? bodyAt : lf;
  }
  return text
    .slice(start, end)
    .replaceAll(/\s*\n\s*/g, " ")
    .trim();
}
