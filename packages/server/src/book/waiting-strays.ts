// Reports that found no call yet: looked at again when a leg is told of under one of their names, and a last time when they have waited long enough.
import { strayNames, type Stray, type StrayIndex, type StrayLeg } from "@sipglass/analyse";

export interface FoundStray {
  leg: StrayLeg;
  stray: Stray;
}

export interface WaitingStrays {
  add(stray: Stray, nowMs: number): void;
  /** Those that a leg with these names was waited for by. */
  learnt(names: readonly string[]): FoundStray[];
  /** Those that came before leave: with their call when there is one now, else they are counted. */
  leave(beforeMs: number): FoundStray[];
  clear(): void;
  readonly size: number;
  readonly unmatched: number;
}

interface Waiting {
  stray: Stray;
  sinceMs: number;
  names: readonly string[];
}

export function createWaitingStrays(index: Pick<StrayIndex, "match">, most: number): WaitingStrays {
  const waiting = new Set<Waiting>();
  const byName = new Map<string, Set<Waiting>>();
  let unmatched = 0;

  const remove = (one: Waiting): void => {
    waiting.delete(one);
    for (const name of one.names) {
      const others = byName.get(name);
      if (others?.delete(one) && others.size === 0) byName.delete(name);
    }
  };
  const foundFor = ({ stray }: Waiting): FoundStray[] => index.match(stray).map((leg) => ({ leg, stray }));

  return {
    add(stray, nowMs) {
      const one: Waiting = { stray, sinceMs: nowMs, names: strayNames(stray).flat() };
      waiting.add(one);
      for (const name of one.names) byName.set(name, (byName.get(name) ?? new Set()).add(one));
      if (waiting.size <= most) return;
      unmatched += 1;
      for (const oldest of waiting) return remove(oldest);
    },
    learnt(names) {
      if (waiting.size === 0) return [];
      const concerned = new Set(names.flatMap((name) => [...(byName.get(name) ?? [])]));
      return [...concerned].flatMap((one) => {
        const found = foundFor(one);
        if (found.length > 0) remove(one);
        return found;
      });
    },
    leave(beforeMs) {
      const found: FoundStray[] = [];
      for (const one of waiting) {
        if (one.sinceMs > beforeMs) break;
        const legs = foundFor(one);
        if (legs.length === 0) unmatched += 1;
        found.push(...legs);
        remove(one);
      }
      return found;
    },
    clear() {
      waiting.clear();
      byName.clear();
      unmatched = 0;
    },
    get size() {
      return waiting.size;
    },
    get unmatched() {
      return unmatched;
    },
  };
}
