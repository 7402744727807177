// Live and stored as one: while calls wander from the one to the other, a search finds each once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, isSipglassError, MATCH_ALL, SipglassError, type Call } from "@sipglass/model";
import { openMemoryStore } from "../store/memory/mod.ts";
import type { Store } from "../store/store.ts";
import { answered, at, ended, info, S } from "./messages.fixture.ts";
import { complete, count, find, histogram, search, session, type Places } from "./search.ts";
import type { ShardLink } from "./shard-link.ts";
import { openSite, type Heard, type Run } from "./site.fixture.ts";

const everything = { query: MATCH_ALL, fromUs: 0, toUs: Number.MAX_SAFE_INTEGER };

/** Twelve calls that begin in three moments, every other one stored. */
async function halfStored(store?: Store): Promise<Run> {
  const site = await openSite();
  const run = await site.up({ shards: 2, lingerUs: S, ...(store ? { store } : {}) });
  const heard: Heard[] = [];
  for (let i = 0; i < 12; i += 1) {
    heard.push(...answered(i % 3, `call-${i}@host`));
    if (i % 2 === 0) heard.push(...ended(10, `call-${i}@host`));
  }
  run.hear(heard.sort((a, b) => a.receivedUs - b.receivedUs));
  run.hear([info(20, 2, "call-1@host")]);
  run.until(at(21));
  run.second();
  await run.arrive();
  return run;
}

async function paged(run: Run, limit: number, order: "newest" | "oldest"): Promise<Call[]> {
  const calls: Call[] = [];
  let cursor: string | undefined;
  do {
    const page = await run.book.search(ALL, { ...everything, limit, order, ...(cursor === undefined ? {} : { cursor }) });
    assert.ok(page.items.length <= limit);
    calls.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return calls;
}

test("pages over live and stored calls of the same microsecond hold every call once, in order, whatever their size", async () => {
  const run = await halfStored();
  assert.deepEqual((await paged(run, 100, "oldest")).map(({ state }) => state).sort(), [...Array(6).fill("completed"), ...Array(6).fill("established")]);
  for (const order of ["newest", "oldest"] as const) {
    const whole = (await paged(run, 100, order)).map(({ id }) => id);
    assert.equal(new Set(whole).size, 12);
    for (const limit of [1, 2, 3, 5, 11, 12]) assert.deepEqual((await paged(run, limit, order)).map(({ id }) => id), whole, `${order}, ${limit} a page`);
  }
  run.kill();
});

test("a page that is read while the calls of the next are committed misses none", async () => {
  const run = await halfStored();
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let i = 1; cursor !== undefined || i === 1; i += 1) {
    const page = await run.book.search(ALL, { ...everything, limit: 2, order: "newest", ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next ?? undefined;
    const callId = `call-${(i * 2 - 1) % 12}@host`;
    run.hear(ended(30 + i * 5, callId));
    run.until(at(33 + i * 5));
    run.second();
    await run.arrive();
  }
  assert.equal(new Set(seen).size, 12);
  assert.equal(seen.length, 12);
  run.kill();
});

test("a call that is committed while it is searched for is found once", async () => {
  const store = await openMemoryStore();
  const run = await halfStored(store);
  // Between the answers of the shards and that of the store everything becomes stored.
  const late: Store = Object.create(store, { search: { value: async (...parameters: Parameters<Store["search"]>) => {
    for (let i = 1; i < 12; i += 2) run.hear(ended(30, `call-${i}@host`));
    run.until(at(40));
    run.second();
    await run.arrive();
    return store.search(...parameters);
  } } }) as Store;
  const shards = await linksOf(run);
  const { items } = await search({ store: late, shards }, ALL, { ...everything, limit: 100, order: "newest" });
  assert.deepEqual([items.length, new Set(items.map(({ id }) => id)).size], [12, 12]);
  // The stored row has the newer revision: it is what is shown.
  assert.ok(items.every(({ state }) => state === "completed"));
  run.kill();
});

const linksOf = async (run: Run): Promise<ShardLink[]> =>
  run.shards.map((shard) => ({ ask: async (question, ask) => structuredClone(shard.answer(question, ask)), committed: () => undefined, watch: () => undefined, belongTo: () => undefined, onMessage: () => undefined }));

test("counts and histograms count each call once, live or stored, also while commits go on", async () => {
  const run = await halfStored();
  const range = { ...everything, fromUs: at(0), toUs: at(3) };
  for (let i = 1; i < 12; i += 2) {
    run.hear(ended(30 + i * 5, `call-${i}@host`));
    run.until(at(33 + i * 5));
    run.second();
    const [counted, buckets] = await Promise.all([run.book.count(ALL, everything), run.book.histogram(ALL, { ...range, buckets: 3 })]);
    assert.equal(counted, 12);
    assert.deepEqual((await run.book.sessionHistogram(ALL, { ...range, buckets: 3 })).buckets, buckets);
    assert.deepEqual(buckets.map(({ byState }) => Object.values(byState).reduce((sum, n) => sum + n, 0)), [4, 4, 4]);
  }
  run.kill();
});

const GONE: ShardLink = { ask: () => Promise.reject(new SipglassError("unavailable", { part: "shard" })), committed: () => undefined, watch: () => undefined, belongTo: () => undefined, onMessage: () => undefined };

test("when a shard has died, searches show the rest and say so; what cannot be known is not answered", async () => {
  const store = await openMemoryStore();
  const run = await halfStored(store);
  const [first] = await linksOf(run);
  const places: Places = { store, shards: [first!, GONE] };
  const page = await search(places, ALL, { ...everything, limit: 100, order: "newest" });
  assert.ok(page.items.length >= 6 && page.items.length < 12);
  assert.deepEqual([page.partial, page.warnings.length], [true, 1]);
  const [stored] = await find(places, ALL, "call-0@host");
  assert.equal(stored?.state, "completed");
  assert.equal((await session(places, ALL, stored!.sessionId)).length, 1);
  const isUnavailable = (error: unknown): boolean => isSipglassError(error) && error.code === "unavailable";
  await assert.rejects(find(places, ALL, "nobody@host"), isUnavailable);
  await assert.rejects(count(places, ALL, everything), isUnavailable);
  await assert.rejects(histogram(places, ALL, { ...everything, fromUs: at(0), toUs: at(3), buckets: 3 }), isUnavailable);
  run.kill();
});

test("a search is completed from live and stored calls alike, in their scope, also when a shard has died", async () => {
  const run = await halfStored();
  assert.deepEqual((await run.book.complete(ALL, "callid", "CALL-", 100)).sort(), Array.from({ length: 12 }, (_, i) => `call-${i}@host`).sort());
  assert.deepEqual(await run.book.complete(ALL, "state", "", 2), ["completed", "established"]);
  assert.equal((await run.book.complete(ALL, "callid", "", 5)).length, 5);
  assert.deepEqual(await run.book.complete({ kind: "tenants", tenants: ["acme"] }, "callid", "", 5), []);
  assert.deepEqual(await complete({ store: await openMemoryStore(), shards: [GONE] }, ALL, "callid", "", 5), []);
  run.kill();
});

test("a fault in a shard is not taken for its absence", async () => {
  const broken: ShardLink = { ...GONE, ask: () => Promise.reject(new SipglassError("internal", {}, "a fault of ours")) };
  await assert.rejects(search({ store: await openMemoryStore(), shards: [broken] }, ALL, { ...everything, limit: 1, order: "newest" }), /a fault of ours/);
});

test("a watcher hears of calls of every shard, and of their end", async () => {
  const site = await openSite();
  const run = await site.up({ shards: 2, lingerUs: S });
  const told = new Map<string, string>();
  const stop = run.book.subscribe(ALL, MATCH_ALL, (changes) => changes.forEach(({ call }) => told.set(call.callId, call.state)));
  await run.arrive();
  const callIds = Array.from({ length: 8 }, (_, i) => `call-${i}@host`);
  run.hear(callIds.flatMap((callId) => answered(0, callId)).sort((a, b) => a.receivedUs - b.receivedUs));
  run.hear(callIds.flatMap((callId) => ended(6, callId)).sort((a, b) => a.receivedUs - b.receivedUs));
  run.until(at(20));
  run.beat();
  await run.arrive();
  await new Promise((resolve) => setTimeout(resolve, 350));
  stop();
  assert.deepEqual([...told].sort(), callIds.map((callId) => [callId, "completed"]));
  run.kill();
});

test("messages of a call are there as soon as the call is, before they were written for good", async () => {
  const site = await openSite();
  const run = await site.up({ shards: 2 });
  run.hear(answered(0, "fresh@host"));
  const [call] = await run.book.find(ALL, "fresh@host");
  assert.ok(call);
  assert.equal((await run.book.messages(ALL, call)).length, call.messages);
});
