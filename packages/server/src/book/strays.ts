// Reports whose call their shard did not know: matched here with the legs of all shards, then attached by the shard that has the call, or on its stored
// row. What finds none waits a while (its call may be told of later), then is counted; it stays in the archive.
import { addStray, createStrayIndex, type LegEnd, type LegFacts, type Stray } from "@sipglass/analyse";
import { ALL, encodeCalls, type Call } from "@sipglass/model";
import type { Store } from "../store/store.ts";
import type { Commits } from "./commits.ts";
import type { ShardLink } from "./shard-link.ts";
import { createWaitingStrays, type FoundStray } from "./waiting-strays.ts";

export interface StrayTotals {
  attached: number;
  /** Their call may still be told of. */
  waiting: number;
  unmatched: number;
}

export interface Strays {
  legs(shard: number, legs: readonly LegFacts[], ends: readonly LegEnd[]): void;
  found(strays: readonly Stray[]): void;
  /** Resolves when everything that was found so far is attached. */
  settled(): Promise<void>;
  /** As settled, but what still waits is given up: no more legs will come. */
  drain(): Promise<void>;
  /** Everything is going to be derived again. */
  clear(): void;
  totals(): StrayTotals;
}

export interface StraysOptions {
  store: Pick<Store, "find" | "append">;
  shards: readonly ShardLink[];
  commits: Pick<Commits, "settled" | "alone">;
  /** Stored calls have more packets now than when they were examined. */
  onStored?(): void;
  /** Any steady clock. */
  nowMs(): number;
  onFailure(error: Error): void;
}

/** Session descriptions and reports of one call reach the book within a second or two; agents on other hosts within several. */
const LONGEST_WAIT_MS = 30_000;
const MOST_WAITING = 20_000;
const MAX_REFS = 20_000;

export function createStrays(options: StraysOptions): Strays {
  const { shards, nowMs, onFailure } = options;
  const index = createStrayIndex();
  const waiting = createWaitingStrays(index, MOST_WAITING);
  const counts = { attached: 0, gone: 0 };
  let working: Promise<void> = Promise.resolve();

  const attachAt = async (owner: number, found: readonly FoundStray[]): Promise<void> => {
    const asked = found.map(({ leg: { id, callId }, stray }) => ({ id, callId, stray }));
    const gone = (await shards[owner]?.ask("attach", { found: asked })) ?? found.map((_, i) => i);
    counts.attached += found.length - gone.length;
    if (gone.length === 0) return;
    const stored = await attachStored(
      options,
      gone.flatMap((i) => found[i] ?? []),
    );
    counts.attached += stored;
    counts.gone += gone.length - stored;
  };
  const attach = (found: readonly FoundStray[]): void => {
    if (found.length === 0) return;
    const byOwner = Map.groupBy(found, ({ leg }) => leg.owner);
    working = working.then(async () => {
      for (const [owner, of] of byOwner) await attachAt(owner, of).catch(onFailure);
    });
  };

  return {
    legs(shard, legs, ends) {
      for (const end of ends) index.ended(end);
      attach(waiting.learnt(legs.flatMap((leg) => index.learn(shard, leg))));
    },
    found(strays) {
      const found: FoundStray[] = [];
      for (const stray of strays) {
        const legs = index.match(stray);
        for (const leg of legs) found.push({ leg, stray });
        if (legs.length === 0) waiting.add(stray, nowMs());
      }
      attach([...found, ...waiting.leave(nowMs() - LONGEST_WAIT_MS)]);
    },
    settled: () => working,
    async drain() {
      attach(waiting.leave(Infinity));
      await working;
    },
    clear() {
      index.clear();
      waiting.clear();
      counts.attached = counts.gone = 0;
    },
    totals: () => ({ attached: counts.attached, waiting: waiting.size, unmatched: waiting.unmatched + counts.gone }),
  };
}

/** Newer revisions of rows; nobody else writes between reading and writing. Answers how many found their row. */
async function attachStored({ store, commits, onStored }: StraysOptions, found: readonly FoundStray[]): Promise<number> {
  await commits.settled();
  return commits.alone(async () => {
    const changed: Call[] = [];
    let attached = 0;
    for (const [id, of] of Map.groupBy(found, ({ leg }) => leg.id)) {
      const call = await store.find(ALL, id);
      if (!call) continue;
      attached += of.length;
      if (of.filter(({ stray }) => addStray(call, stray, MAX_REFS)).length > 0) changed.push(call);
    }
    if (changed.length > 0) {
      await store.append(encodeCalls(changed), [], []);
      onStored?.();
    }
    return attached;
  });
}
