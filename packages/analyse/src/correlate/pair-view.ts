// Two legs beside each other: how they lie in time, whether their hosts make a chain, whether their numbers agree.
import { agreementOf, type Agreement } from "./numbers.ts";
import type { Leg } from "./leg.ts";

/**
 * chain: the second leg comes from a host that the first one reached. touch: they share a host in another way. parallel: same first host,
 * same direction, so one cannot have made the other. apart: nothing in common.
 */
export type HostRelation = "chain" | "touch" | "parallel" | "apart";

export interface PairView {
  /** Began first, or comes in where the other goes out. */
  first: Leg;
  second: Leg;
  hosts: HostRelation;
  caller: Agreement;
  callee: Agreement;
  /** Start of the second less start of the first; a little below zero when mirrors or clocks disagree. */
  gapUs: number;
  /** The second began while the first was there. */
  during: boolean;
}

/** One mirror may invert messages by so much; clocks of two capture agents differ by more. */
const INVERSION_US = 30_000;
const SKEW_US = 2_000_000;
/** A leg may be ended a moment before the next one that it caused begins (redirections, transfers within a B2BUA). */
const AFTER_END_US = 500_000;

export function viewOf(a: Leg, b: Leg): PairView {
  const [first, second] = ordered(a, b);
  const gapUs = second.facts.startedAtUs - first.facts.startedAtUs;
  const { endedAtUs } = first.facts;
  return {
    first, second, hosts: relationOf(first, second), gapUs,
    during: endedAtUs === 0 || second.facts.startedAtUs <= endedAtUs + AFTER_END_US,
    caller: agreementOf(first.callers, second.callers),
    callee: calleesOf(first, second),
  };
}

/** By time, unless they began as good as together and only the other order makes a chain. */
function ordered(a: Leg, b: Leg): [Leg, Leg] {
  const [first, second] = isBefore(a, b) ? [a, b] : [b, a];
  const toleranceUs = a.facts.agents.some((agent) => b.facts.agents.includes(agent)) ? INVERSION_US : SKEW_US;
  const together = second.facts.startedAtUs - first.facts.startedAtUs <= toleranceUs;
  return together && !isChain(first, second) && isChain(second, first) ? [second, first] : [first, second];
}

export function isBefore(a: Leg, b: Leg): boolean {
  return a.facts.startedAtUs < b.facts.startedAtUs || (a.facts.startedAtUs === b.facts.startedAtUs && a.facts.id < b.facts.id);
}

/** Where everything runs on one address, ports tell hosts apart. */
function isChain(first: Leg, second: Leg): boolean {
  if (!first.reached.has(second.from)) return false;
  const onOneHost = first.from === second.from;
  return !onOneHost || (first.reachedPorts.has(`${second.from}:${second.facts.srcPort}`) && first.facts.srcPort !== second.facts.srcPort);
}

function relationOf(first: Leg, second: Leg): HostRelation {
  if (isChain(first, second)) return "chain";
  if (first.from === second.from && second.facts.hops[1] !== undefined && second.facts.hops[1] === first.facts.hops[1]) return "parallel";
  if (first.from === second.from) return "touch";
  for (const host of second.reached) if (host === first.from || first.reached.has(host)) return "touch";
  return "apart";
}

/** A diverted call names who was called before (RFC 5806). */
function calleesOf(first: Leg, second: Leg): Agreement {
  const plain = agreementOf(first.callees, second.callees);
  if (plain === "same" || second.diverted.length === 0) return plain;
  return agreementOf(first.callees, second.diverted) === "same" ? "same" : plain;
}

/** Numbers of both sides agree, and at least one of them is not an extension. */
export function bothLong({ first, second, caller, callee }: PairView): boolean {
  if (caller !== "same" || callee !== "same") return false;
  return [second.callers, second.callees, first.callees].every((users) => users.some(({ isLong }) => isLong));
}

/** Something beside an id speaks for the two. */
export const isPlausible = ({ hosts, caller, callee }: PairView): boolean => hosts === "chain" || caller === "same" || callee === "same";
