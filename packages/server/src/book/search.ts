// One search over live and stored calls: both are asked, the newer record of a call wins, and a page is cut from the merged order.
import { decodeCalls, isSipglassError, mergeValues, type Call, type Page, type Scope, type TimeRange, type Query } from "@sipglass/model";
import type { ShardQuestions } from "../pipeline/messages.ts";
import type { BucketCount, SearchOptions, SessionBuckets, Store } from "../store/store.ts";
import type { ShardLink } from "./shard-link.ts";

export interface Places {
  store: Store;
  shards: readonly ShardLink[];
}

/** `STARTED_AT_US.ID`: the place in the order (started_at, id) after which the next page begins. */
export function parseCursor(cursor: string | undefined): { startedAtUs: number; id: string } | null {
  const match = /^(\d{1,17})\.([0-9a-z]+)$/.exec(cursor ?? "");
  return match ? { startedAtUs: Number(match[1]), id: match[2] ?? "" } : null;
}

export const printCursor = (call: Call): string => `${call.startedAtUs}.${call.id}`;

function byOrder(order: "newest" | "oldest"): (a: Call, b: Call) => number {
  const sign = order === "newest" ? -1 : 1;
  return (a, b) => sign * (a.startedAtUs - b.startedAtUs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Live calls first in doubt: a stored row of the same call is the older word. */
export function mergeCalls(live: readonly Call[], stored: readonly Call[]): Call[] {
  const found = new Map(stored.map((call) => [call.id, call]));
  for (const call of live) {
    const known = found.get(call.id);
    if (!known || known.revision <= call.revision) found.set(call.id, call);
  }
  return [...found.values()];
}

type CallQuestion = "search" | "find" | "session" | "sessions";

/** A shard that died takes its live calls with it, but must not hide those of the others, nor what is stored. */
async function askAll<K extends CallQuestion | "complete">(shards: readonly ShardLink[], question: K, ask: ShardQuestions[K]["ask"]): Promise<{ answers: ShardQuestions[K]["answer"][]; gone: Error[] }> {
  const answers: ShardQuestions[K]["answer"][] = [];
  const gone: Error[] = [];
  for (const answer of await Promise.allSettled(shards.map((shard) => shard.ask(question, ask)))) {
    if (answer.status === "fulfilled") answers.push(answer.value);
    else if (isSipglassError(answer.reason) && answer.reason.code === "unavailable") gone.push(answer.reason);
    else throw answer.reason;
  }
  return { answers, gone };
}

/** Live calls of all shards. */
async function askLive<K extends CallQuestion>(shards: readonly ShardLink[], question: K, ask: ShardQuestions[K]["ask"]): Promise<{ calls: Call[]; gone: Error[] }> {
  const { answers, gone } = await askAll(shards, question, ask);
  return { calls: answers.flatMap((batch) => decodeCalls(batch)), gone };
}

const SHARD_GONE = "A part of sipglass has stopped: live calls are missing here until it is restarted.";

export async function search({ store, shards }: Places, scope: Scope, options: SearchOptions): Promise<Page<Call>> {
  const { query, fromUs, toUs, limit, order } = options;
  const ask = { scope, query, fromUs, toUs, limit: limit + 1, order, after: parseCursor(options.cursor) };
  // Live first, then stored: a call that is committed in between is found twice, never missed.
  const live = await askLive(shards, "search", ask);
  const stored = await store.search(scope, { ...options, limit: limit + 1 });
  const merged = mergeCalls(live.calls, stored.items).sort(byOrder(order));
  const items = merged.slice(0, limit);
  const last = items.at(-1);
  const isGone = live.gone.length > 0;
  return {
    items, next: merged.length > limit && last ? printCursor(last) : null, partial: stored.partial || isGone, warnings: isGone ? [...stored.warnings, SHARD_GONE] : stored.warnings,
  };
}

/** Our ids are of this form, and hardly any Call-ID is: looking once is half the time. */
const MAY_BE_ID = /^[0-9a-z]+$/;

export async function find({ store, shards }: Places, scope: Scope, idOrCallId: string): Promise<Call[]> {
  const live = await askLive(shards, "find", { scope, idOrCallId });
  const byId = MAY_BE_ID.test(idOrCallId) ? await store.find(scope, idOrCallId) : null;
  const stored = byId ? [byId] : await store.findByCallId(scope, idOrCallId);
  return orGone(mergeCalls(live.calls, stored).sort(byOrder("newest")), live.gone);
}

export async function session({ store, shards }: Places, scope: Scope, sessionId: string): Promise<Call[]> {
  const live = await askLive(shards, "session", { scope, sessionId });
  return orGone(mergeCalls(live.calls, await store.findBySession(scope, sessionId)).sort(byOrder("oldest")), live.gone);
}

/** Legs of several sessions, oldest first. */
export async function sessions({ store, shards }: Places, scope: Scope, sessionIds: string[]): Promise<Call[]> {
  const live = await askLive(shards, "sessions", { scope, sessionIds });
  return mergeCalls(live.calls, await store.findBySessions(scope, sessionIds)).sort(byOrder("oldest"));
}

/** "There is none" is only true when everybody was asked. */
function orGone(found: Call[], gone: readonly Error[]): Call[] {
  if (found.length === 0 && gone[0]) throw gone[0];
  return found;
}

type RangeQuery = TimeRange & { query: Query };

async function tally({ shards }: Places, scope: Scope, { query, fromUs, toUs }: RangeQuery) {
  return (await Promise.all(shards.map((shard) => shard.ask("tally", { scope, query, fromUs, toUs })))).flat();
}

/** Must run between commits (Commits.between), so that no call is both live and stored. */
export async function count(places: Places, scope: Scope, options: RangeQuery): Promise<number> {
  const live = await tally(places, scope, options);
  return live.length + (await places.store.count(scope, options));
}

/** Must run between commits, as count. */
export async function histogram(places: Places, scope: Scope, options: RangeQuery & { buckets: number }): Promise<BucketCount[]> {
  const live = await tally(places, scope, options);
  const result = await places.store.histogram(scope, options);
  const widthUs = (options.toUs - options.fromUs) / options.buckets;
  for (const { startedAtUs, state } of live) {
    const bucket = result[Math.min(options.buckets - 1, Math.floor((startedAtUs - options.fromUs) / widthUs))];
    if (bucket) bucket.byState[state] = (bucket.byState[state] ?? 0) + 1;
  }
  return result;
}

/** Must run between commits, as count. */
export async function sessionHistogram(places: Places, scope: Scope, options: RangeQuery & { buckets: number }): Promise<SessionBuckets> {
  return places.store.sessionHistogram(scope, options, await tally(places, scope, options));
}

/** Values that a field has in live and stored calls, the most frequent first; those of a shard that has stopped are missing. */
export async function complete({ store, shards }: Places, scope: Scope, field: string, prefix: string, limit: number): Promise<string[]> {
  const live = await askAll(shards, "complete", { scope, field, prefix, limit });
  const stored = await store.complete(scope, field, prefix, limit);
  return mergeValues([stored, ...live.answers], limit).map(({ value }) => value);
}
