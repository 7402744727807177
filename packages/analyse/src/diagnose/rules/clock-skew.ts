// The clocks of two capture agents differ: a request seems to leave a proxy before it came there.
import type { Case } from "../case.ts";
import type { Transaction } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

/** Mirrors invert neighbours by some 14 ms. */
const NOTED_US = 100_000;
const GRAVE_US = 1_000_000;

export const clockSkew: Rule = {
  id: "clock_skew",
  title: "Clocks of capture agents differ",
  severity: "info",
  weight: "capture",
  looksFor: "Between two agents, a request that a host sent on before it came there, or an answer that it passed up before it got it, by more than 0.1 s; a second or more is a warning.",
  source: "RFC 3261 §16.6, §16.7 (what a proxy sends follows what it received)",
  nextStep: "Run NTP on both capture agents; until then times between these hops are wrong by that much, and so are delays computed from them.",
  needs: [NEED.twoAgents, NEED.hops],
  examine(examined) {
    const worst = inversionsOf(examined).toSorted((a, b) => b.skewUs - a.skewUs)[0];
    if (worst === undefined || worst.skewUs < NOTED_US) return ABSENT;
    const { earlier, later, skewUs } = worst;
    return found({
      sentence: `The clock of capture agent ${earlier.view.agent} is at least ${spanText(skewUs)} behind that of ${later.view.agent}: the ${earlier.title} seems to come out of ${examined.name(later.isRequest ? later.to : earlier.from)} before it went in.`,
      host: later.isRequest ? later.to : earlier.from, severity: skewUs >= GRAVE_US ? "warning" : "info",
      evidence: [shows(later, `seen by ${later.view.agent}`), shows(earlier, `seen by ${earlier.view.agent}, ${spanText(skewUs)} earlier, though it comes after`)],
    });
  },
};

interface Inversion {
  /** What must have come first, and what followed from it with an earlier time. */
  later: Transaction["requests"][number];
  earlier: Transaction["requests"][number];
  skewUs: number;
}

function inversionsOf({ transactions }: Case): Inversion[] {
  return transactions.flatMap((one) => one.children.flatMap((child) => [inversion(one.requests[0], child.requests[0]), inversion(child.final ?? undefined, one.final ?? undefined)]).flatMap((found) => found ?? []));
}

function inversion(first: Inversion["later"] | undefined, then: Inversion["later"] | undefined): Inversion | undefined {
  if (first === undefined || then === undefined || first.view.agent === then.view.agent || first.status !== then.status) return undefined;
  return first.atUs > then.atUs ? { later: first, earlier: then, skewUs: first.atUs - then.atUs } : undefined;
}
