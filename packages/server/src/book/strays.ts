// Reports whose call their shard did not know: matched here with the legs of all shards, then attached by the shard that has the call, or on its stored
// row. What finds none waits a while (its call may be told of later), then is counted; it stays in the archive.
import { addStray, createStrayIndex, type LegFacts, type Stray, type StrayLeg } from "@sipglass/analyse";
import { ALL, encodeCalls, type Call } from "@sipglass/model";
import type { Store } from "../store/store.ts";
import type { Commits } from "./commits.ts";
import type { ShardLink } from "./shard-link.ts";

export interface StrayTotals {
  attached: number;
  /** Their call may still be told of. */
  waiting: number;
  unmatched: number;
}

export interface Strays {
  legs(shard: number, legs: readonly LegFacts[]): void;
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

interface Waiting {
  stray: Stray;
  sinceMs: number;
}

interface Found {
  leg: StrayLeg;
  stray: Stray;
}

/** Session descriptions and reports of one call reach the book within a second or two; agents on other hosts within several. */
const LONGEST_WAIT_MS = 30_000;
const MOST_WAITING = 20_000;
const MAX_REFS = 20_000;

export function createStrays({ store, onStored, shards, commits, nowMs, onFailure }: StraysOptions): Strays {
  const index = createStrayIndex();
  let waiting: Waiting[] = [];
  const totals = { attached: 0, unmatched: 0 };
  let working: Promise<void> = Promise.resolve();

  const attach = (found: readonly Found[]): void => {
    if (found.length === 0) return;
    const byOwner = Map.groupBy(found, ({ leg }) => leg.owner);
    working = working.then(async () => {
      for (const [owner, of] of byOwner) await attachAt(owner, of).catch(onFailure);
    });
  };
  const attachAt = async (owner: number, found: Found[]): Promise<void> => {
    const asked = found.map(({ leg: { id, callId }, stray }) => ({ id, callId, stray }));
    const gone = (await shards[owner]?.ask("attach", { found: asked })) ?? found.map((_, i) => i);
    totals.attached += found.length - gone.length;
    if (gone.length > 0) await attachStored(gone.flatMap((i) => found[i] ?? []));
  };
  /** Newer revisions of rows; nobody else writes between reading and writing. */
  const attachStored = async (found: readonly Found[]): Promise<void> => {
    await commits.settled();
    await commits.alone(async () => {
      const changed: Call[] = [];
      for (const [id, of] of Map.groupBy(found, ({ leg }) => leg.id)) {
        const call = await store.find(ALL, id);
        if (!call) totals.unmatched += of.length;
        else {
          totals.attached += of.length;
          if (of.filter(({ stray }) => addStray(call, stray, MAX_REFS)).length > 0) changed.push(call);
        }
      }
      if (changed.length === 0) return;
      await store.append(encodeCalls(changed), [], []);
      onStored?.();
    });
  };
  const matched = ({ stray }: Waiting): Found[] => index.match(stray).map((leg) => ({ leg, stray }));
  /** Those that find a call now leave; the others stay until they have waited too long. */
  const sift = (limitMs: number): void => {
    const found: Found[] = [];
    const kept: Waiting[] = [];
    for (const each of waiting) {
      const legs = matched(each);
      if (legs.length > 0) found.push(...legs);
      else if (each.sinceMs > limitMs) kept.push(each);
      else totals.unmatched += 1;
    }
    waiting = kept;
    attach(found);
  };
  const oldest = (): number => nowMs() - LONGEST_WAIT_MS;

  return {
    legs(shard, legs) {
      for (const leg of legs) index.learn(shard, leg);
      if (waiting.length > 0 && legs.length > 0) sift(oldest());
    },
    found(strays) {
      const sinceMs = nowMs();
      const fresh = strays.map((stray) => ({ stray, sinceMs }));
      const found: Found[] = [];
      for (const each of fresh) {
        const legs = matched(each);
        if (legs.length > 0) found.push(...legs);
        else waiting.push(each);
      }
      attach(found);
      const over = waiting.length - MOST_WAITING;
      if (over > 0) totals.unmatched += waiting.splice(0, over).length;
      if (waiting[0] && waiting[0].sinceMs <= oldest()) sift(oldest());
    },
    settled: () => working,
    async drain() {
      sift(Infinity);
      await working;
    },
    clear() {
      index.clear();
      waiting = [];
      totals.attached = totals.unmatched = 0;
    },
    totals: () => ({ ...totals, waiting: waiting.length }),
  };
}
