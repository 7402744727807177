// What many rules ask of a case is made when the first one asks, and kept as long as the case.
import type { Case } from "./case.ts";

/** One entry a case: weak maps cost the collector by their entries. */
const MADE = new WeakMap<Case, Map<unknown, unknown>>();

export function once<T>(make: (examined: Case) => T): (examined: Case) => T {
  return (examined) => {
    let made = MADE.get(examined);
    if (made === undefined) MADE.set(examined, (made = new Map()));
    if (!made.has(make)) made.set(make, make(examined));
    return made.get(make) as T;
  };
}
