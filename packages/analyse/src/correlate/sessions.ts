// Legs that are joined, directly or through others, are one session; its id is that of its earliest leg. Two legs that a user split stay
// apart, whatever else would bring them together.
import { firstLegsOf, type FirstLeg } from "@sipglass/model";
import type { HeldLeg, Pair, Session } from "./held-leg.ts";
import { isBefore } from "./pair-view.ts";

/** No conversation has more; a chain of mistakes could. */
export const MOST_LEGS = 64;

export interface Regrouped {
  /** Legs whose session has another id. */
  moved: HeldLeg[];
  /** Those, and legs whose session has another id for some who see a part of it. */
  renamed: HeldLeg[];
}

/** Gives every leg that is reachable from these its session anew. */
export function regroup(legs: Iterable<HeldLeg>, isSplit: (a: HeldLeg, b: HeldLeg) => boolean): Regrouped {
  const seen = new Set<HeldLeg>();
  const changed: Regrouped = { moved: [], renamed: [] };
  for (const leg of legs) {
    for (const each of [leg, ...leg.session.legs]) {
      if (seen.has(each)) continue;
      const group = reachable(each, seen);
      for (const part of separated(group, isSplit)) settle(part, changed);
      for (const member of group) seen.add(member);
    }
  }
  return changed;
}

function reachable(start: HeldLeg, taken: ReadonlySet<HeldLeg>): HeldLeg[] {
  const group = new Set([start]);
  for (const leg of group) {
    const next = [...leg.joined.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const other of next) if (group.size < MOST_LEGS && !taken.has(other)) group.add(other);
  }
  return [...group];
}

function settle(group: readonly HeldLeg[], { moved, renamed }: Regrouped): void {
  const first = group.reduce((earliest, leg) => (isBefore(leg, earliest) ? leg : earliest));
  const session: Session = { id: first.id, legs: [...group].sort((a, b) => (isBefore(a, b) ? -1 : 1)) };
  const firstLegs = firstLegsOf(session.legs.map(({ facts }) => facts));
  session.legs.forEach((leg, i) => {
    const isMoved = leg.session.id !== session.id;
    if (isMoved) moved.push(leg);
    if (isMoved || !isSame(leg.firstLegs, firstLegs[i]!)) renamed.push(leg);
    leg.session = session;
    leg.firstLegs = firstLegs[i]!;
  });
}

const isSame = (a: readonly FirstLeg[], b: readonly FirstLeg[]): boolean =>
  a.length === b.length && a.every(({ tenant, id }, i) => tenant === b[i]!.tenant && id === b[i]!.id);

/** Cuts the weakest links on the way between legs that were split, until there is no way left. */
function separated(group: readonly HeldLeg[], isSplit: (a: HeldLeg, b: HeldLeg) => boolean): HeldLeg[][] {
  const splits = group.flatMap((a, i) => group.slice(i + 1).filter((b) => isSplit(a, b)).map((b) => [a, b] as const));
  if (splits.length === 0) return [[...group]];
  const cut = new Set<Pair>();
  for (const [a, b] of splits) for (let way = wayBetween(a, b, cut); way; way = wayBetween(a, b, cut)) cut.add(weakest(way));
  const parts: HeldLeg[][] = [];
  const placed = new Set<HeldLeg>();
  for (const leg of group) {
    if (placed.has(leg)) continue;
    const part = spread(leg, cut, new Set(group));
    for (const each of part) placed.add(each);
    parts.push(part);
  }
  return parts;
}

function* neighbours(leg: HeldLeg, cut: ReadonlySet<Pair>): Iterable<[HeldLeg, Pair]> {
  for (const [id, other] of leg.joined) {
    const pair = leg.pairs.get(id);
    if (pair && !cut.has(pair)) yield [other, pair];
  }
}

function spread(start: HeldLeg, cut: ReadonlySet<Pair>, within: ReadonlySet<HeldLeg>): HeldLeg[] {
  const found = new Set([start]);
  for (const leg of found) for (const [other] of neighbours(leg, cut)) if (within.has(other)) found.add(other);
  return [...found];
}

function wayBetween(a: HeldLeg, b: HeldLeg, cut: ReadonlySet<Pair>): Pair[] | undefined {
  const cameBy = new Map<HeldLeg, [HeldLeg, Pair] | undefined>([[a, undefined]]);
  for (const leg of cameBy.keys()) {
    for (const [other, pair] of neighbours(leg, cut)) if (!cameBy.has(other)) cameBy.set(other, [leg, pair]);
    if (cameBy.has(b)) break;
  }
  if (!cameBy.has(b)) return undefined;
  const way: Pair[] = [];
  for (let step = cameBy.get(b); step; step = cameBy.get(step[0])) way.push(step[1]);
  return way;
}

const strengthOf = ({ verdict, stated, guessed }: Pair): number => (verdict === "confirmed" ? 2 : Math.max(stated?.confidence ?? 0, guessed?.confidence ?? 0));

/** Of equal ones the last in time: what came later is what was taken for a leg. */
function weakest(way: readonly Pair[]): Pair {
  return way.reduce((least, pair) => {
    const difference = strengthOf(pair) - strengthOf(least);
    return difference < 0 || (difference === 0 && isBefore(least.second, pair.second)) ? pair : least;
  });
}
