// Two legs beside each other: how they lie in time, whether their hosts make a chain, whether their numbers agree.
import { agreementOf, type Agreement } from "./numbers.ts";
import type { LegFacts } from "./leg-facts.ts";
import type { Leg } from "./leg.ts";

/**
 * chain: the second leg comes from a host that the first one reached. siblings: both come from one host and go to different ones. parallel:
 * both go the same way, end at the same host, or the second goes to where the first came from, so that neither made the other. apart: no
 * host says anything.
 */
export type HostRelation = "chain" | "siblings" | "parallel" | "apart";

export interface PairView {
  /** Began first, or comes in where the other goes out. */
  first: Leg;
  second: Leg;
  hosts: HostRelation;
  caller: Agreement;
  callee: Agreement;
  /** The callees agree because the second leg says who was called before it was diverted. */
  isDiverted: boolean;
  /** Start of the second less start of the first; a little below zero when mirrors or clocks disagree. */
  gapUs: number;
  /** The second began while the first was there. */
  during: boolean;
}

type Begun = Pick<LegFacts, "id" | "startedAtUs">;

/** One mirror may invert messages by so much; clocks of two capture agents differ by more. */
const INVERSION_US = 30_000;
const SKEW_US = 2_000_000;
/** A leg may be ended a moment before the next one that it caused begins (redirections, transfers within a B2BUA). */
const AFTER_END_US = 500_000;

export function viewOf(a: Leg, b: Leg): PairView {
  const skewUs = skewOf(a, b);
  const [first, second] = ordered(a, b, skewUs);
  const gapUs = second.facts.startedAtUs - first.facts.startedAtUs;
  const { endedAtUs } = first.facts;
  return {
    first, second, hosts: relationOf(first, second), gapUs,
    during: endedAtUs === 0 || second.facts.startedAtUs <= endedAtUs + Math.max(AFTER_END_US, skewUs),
    caller: agreementOf(first.callers, second.callers),
    ...calleesOf(first, second),
  };
}

/** The agent that saw a leg first is the one whose clock stamped its beginning. */
const skewOf = (a: Leg, b: Leg): number => (a.facts.agents[0] === b.facts.agents[0] ? INVERSION_US : SKEW_US);

/** By time, unless they began as good as together and only the other order makes a chain. */
function ordered(a: Leg, b: Leg, skewUs: number): [Leg, Leg] {
  const [first, second] = isBefore(a.facts, b.facts) ? [a, b] : [b, a];
  const together = second.facts.startedAtUs - first.facts.startedAtUs <= skewUs;
  return together && !isChain(first, second) && isChain(second, first) ? [second, first] : [first, second];
}

export function isBefore(a: Begun, b: Begun): boolean {
  return a.startedAtUs < b.startedAtUs || (a.startedAtUs === b.startedAtUs && a.id < b.id);
}

/** Where everything runs on one address, ports tell hosts apart. */
function isChain(first: Leg, second: Leg): boolean {
  if (!first.reached.includes(second.from)) return false;
  const onOneHost = first.from === second.from;
  return !onOneHost || (first.reachedPorts.includes(`${second.from}:${second.facts.srcPort}`) && first.facts.srcPort !== second.facts.srcPort);
}

function relationOf(first: Leg, second: Leg): HostRelation {
  if (isChain(first, second)) return "chain";
  const [one, other] = [first.facts.hops, second.facts.hops];
  if (one.at(-1) === other.at(-1) || (first.from === second.from && one[1] === other[1])) return "parallel";
  if (first.from === second.from) return "siblings";
  return second.reached.includes(first.from) ? "parallel" : "apart";
}

/** A diverted call names who was called before (RFC 5806). */
function calleesOf(first: Leg, second: Leg): Pick<PairView, "callee" | "isDiverted"> {
  const plain = agreementOf(first.callees, second.callees);
  const isDiverted = plain !== "same" && second.diverted.length > 0 && agreementOf(first.callees, second.diverted) === "same";
  return { callee: isDiverted ? "same" : plain, isDiverted };
}

/** Numbers of both sides agree, and at least one of them is not an extension. */
export function bothLong({ first, second, caller, callee }: PairView): boolean {
  if (caller !== "same" || callee !== "same") return false;
  return [second.callers, second.callees, first.callees].every((users) => users.some(({ isLong }) => isLong));
}

/** Something beside an id speaks for the two. */
export const isPlausible = ({ hosts, caller, callee }: PairView): boolean => hosts === "chain" || caller === "same" || callee === "same";
