// Stored calls of the time in which a leg began come into the engine with it: after a restart, and when a capture of long ago is imported. Each
// ten minutes are read once.
import { ALL, parseQuery, type Call, type Query } from "@sipglass/model";
import type { Store } from "../../store/store.ts";

export interface Recent {
  /** A leg began then. */
  reach(us: number): void;
  pause(on: boolean): void;
  settled(): Promise<void>;
}

const SLOT_US = 600_000_000;
/** Legs follow each other closely: only near the edge does the slot before matter. */
const BEFORE_US = 60_000_000;
const PAGE = 1000;
const MOST_CALLS = 5000;
const MOST_SLOTS = 10_000;

const LEGS: Query = (() => {
  const parsed = parseQuery("kind:call", { nowUs: 0 });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.query;
})();

export function createRecent({ store, bring, onFailure }: { store: Store; bring(calls: readonly Call[]): void; onFailure(error: Error): void }): Recent {
  const read = new Set<number>();
  let reading: Promise<void> = Promise.resolve();
  let paused = false;

  const readSlot = async (slot: number): Promise<void> => {
    let cursor: string | undefined;
    for (let count = 0; count < MOST_CALLS; count += PAGE) {
      const place = cursor === undefined ? {} : { cursor };
      const page = await store.search(ALL, { query: LEGS, fromUs: slot * SLOT_US, toUs: (slot + 1) * SLOT_US, limit: PAGE, order: "newest", ...place });
      bring(page.items);
      // Sessions come whole, so that their ids stay what they were.
      const sessions = [...new Set(page.items.filter(({ id, sessionId }) => id !== sessionId).map(({ sessionId }) => sessionId))];
      bring(await store.findBySessions(ALL, sessions));
      if (page.next === null) return;
      cursor = page.next;
    }
  };

  return {
    reach(us) {
      for (const slot of new Set([Math.floor(us / SLOT_US), Math.floor((us - BEFORE_US) / SLOT_US)])) {
        if (read.has(slot)) continue;
        if (read.size >= MOST_SLOTS) read.clear();
        read.add(slot);
        if (!paused) reading = reading.then(() => readSlot(slot)).catch(onFailure);
      }
    },
    pause: (on) => void (paused = on),
    settled: () => reading,
  };
}
