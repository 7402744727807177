// Which messages of a case carry a header at all: one pass over their lines, so that rules about rare headers cost nothing where there is none.
import type { CaseMessage } from "./case-message.ts";
import type { Case } from "./case.ts";

const CARRIED = new WeakMap<Case, Map<string, CaseMessage[]>>();
const NONE: readonly CaseMessage[] = [];
/** Of the compact forms those that rules ask for (RFC 8224 §4; RFC 3261 §7.3.3). */
const COMPACT: Readonly<Record<string, string>> = { y: "identity", m: "contact", l: "content-length", k: "supported" };

/** By name in lower case; retransmissions too. */
export function carrying(examined: Case, name: string): readonly CaseMessage[] {
  let byName = CARRIED.get(examined);
  if (byName === undefined) CARRIED.set(examined, (byName = carriedIn(examined)));
  return byName.get(name) ?? NONE;
}

function carriedIn({ messages }: Case): Map<string, CaseMessage[]> {
  const byName = new Map<string, CaseMessage[]>();
  for (const message of messages) for (const name of namesIn(message)) note(byName, name, message);
  return byName;
}

function note(byName: Map<string, CaseMessage[]>, name: string, message: CaseMessage): void {
  const known = byName.get(name);
  if (known === undefined) byName.set(name, [message]);
  else if (known.at(-1) !== message) known.push(message);
}

/** Folded lines begin with a blank and name nothing. */
function namesIn({ sip: { text, headersAt, bodyAt } }: CaseMessage): string[] {
  const names: string[] = [];
  for (let at = headersAt; at < bodyAt; ) {
    const lf = text.indexOf("\n", at);
    const colon = text.indexOf(":", at);
    const end = lf < 0 ? bodyAt : lf;
    if (colon > at && colon < end && text.charCodeAt(at) > 32) {
      const name = text.slice(at, colon).trimEnd().toLowerCase();
      names.push(COMPACT[name] ?? name);
    }
    at = end + 1;
  }
  return names;
}
