// Name → the legs that have it. Bounded: a name that many have tells little, and only its newest bearers are held against a new leg, so that
// the cost of a leg does not depend on how many others are open.
import type { HeldLeg } from "./held-leg.ts";

const MOST_BEARERS = 16;
const MOST_CANDIDATES = 32;

export interface Buckets {
  post(leg: HeldLeg, names: readonly number[]): void;
  remove(leg: HeldLeg): void;
  /** Others that have a name in common, newest first within a name. */
  candidates(leg: HeldLeg): Set<HeldLeg>;
  /** Legs that have the name, and by a collision of hashes perhaps others. */
  bearers(name: number): readonly HeldLeg[];
  clear(): void;
}

export function createBuckets(): Buckets {
  const byName = new Map<number, HeldLeg | HeldLeg[]>();
  return {
    post(leg, names) {
      for (const name of names) {
        const known = byName.get(name);
        if (known === undefined) byName.set(name, leg);
        else if (Array.isArray(known)) {
          if (known.push(leg) > MOST_BEARERS) known.shift();
        } else byName.set(name, [known, leg]);
      }
    },
    remove(leg) {
      for (const name of leg.posted) {
        const known = byName.get(name);
        if (known === leg) byName.delete(name);
        else if (Array.isArray(known)) {
          const at = known.indexOf(leg);
          if (at >= 0) known.splice(at, 1);
          if (known.length === 0) byName.delete(name);
        }
      }
    },
    candidates(leg) {
      const found = new Set<HeldLeg>();
      for (const name of leg.posted) {
        const known = byName.get(name);
        if (known === undefined || known === leg) continue;
        if (!Array.isArray(known)) found.add(known);
        else for (let i = known.length - 1; i >= 0; i--) if (known[i] !== leg) found.add(known[i]!);
        if (found.size >= MOST_CANDIDATES) break;
      }
      return found;
    },
    bearers(name) {
      const known = byName.get(name);
      return known === undefined ? [] : Array.isArray(known) ? known : [known];
    },
    clear: () => byName.clear(),
  };
}
