// What every store must do: one suite, run for each of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, encodeCalls, type Agent, type Call, type Registration } from "@sipglass/model";
import { examinations } from "./examination.contract.ts";
import { kpis } from "./kpi.contract.ts";
import { sessions } from "./session.contract.ts";
import type { Store } from "./store.ts";
import { ALWAYS, DAY_US, HOUR_US, NOON_US, add, allPages, everything, idsOf, makeCall, makeCalls, query, tenants } from "./store.fixture.ts";

/** `open` gives an empty store; `reopen` closes it and opens what it left, where it leaves something. */
export interface OpenedStore {
  store: Store;
  reopen?: () => Promise<Store>;
  close(): Promise<void>;
}

const REGISTRATION: Registration = {
  aor: "alice@example.com", contact: "sip:alice@10.0.0.1:5060", state: "registered", registeredAtUs: NOON_US, lastSeenAtUs: NOON_US, expiresS: 3600, src: "10.0.0.1",
  srcPort: 5060, dst: "192.0.2.7", dstPort: 5060, userAgent: "Phone 1", statusCode: 200, accepted: 1, refused: 0, flaps: 0, callId: "r1@x", agent: "edge-1",
};
const AGENT: Agent = {
  name: "edge-1", id: 2001, peer: "10.0.0.9", transport: "udp", packets: 5, bytes: 500, firstSeenAtUs: NOON_US, lastSeenAtUs: NOON_US, refused: { not_hep: 1 },
  clockSkewUs: -5, quarantined: 0,
};

export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  const check = (title: string, work: (store: Store, opened: OpenedStore) => Promise<void>): void => {
    test(`${name}: ${title}`, async () => {
      const opened = await open();
      try {
        await work(opened.store, opened);
      } finally {
        await opened.close();
      }
    });
  };
  writing(check);
  scoping(check);
  searching(check);
  recovering(check);
  keeping(check);
  kpis(check);
  examinations(check);
  sessions(check);
}

type Check = (title: string, work: (store: Store, opened: OpenedStore) => Promise<void>) => void;

function writing(check: Check): void {
  check("an empty store answers every read", async (store) => {
    assert.deepEqual(await store.search(ALL, { ...everything, limit: 10, order: "newest" }), { items: [], next: null, partial: false, warnings: [] });
    assert.equal(await store.find(ALL, "x"), null);
    assert.deepEqual([await store.findByCallId(ALL, "x"), await store.findBySession(ALL, "x"), await store.agents(), await store.checkpoints()], [[], [], [], []]);
    assert.equal(await store.count(ALL, everything), 0);
    assert.equal((await store.histogram(ALL, { ...everything, buckets: 3 })).length, 3);
    assert.deepEqual(await store.complete(ALL, "from", "", 5), []);
    assert.equal((await store.storedBeyond({ "c1-1-0.call": 0 })).size, 0);
    assert.equal(await store.dropBefore(NOON_US), 0);
    await store.seal(NOON_US);
    await store.append({ count: 0, columns: [] }, [], []);
  });

  check("a call is read as it was written", async (store) => {
    const call = makeCall(1, {
      sessionId: "session1", direction: "inbound", ringingAtUs: NOON_US + 5, answeredAtUs: NOON_US + 6, endedAtUs: NOON_US + 7, lastSeenAtUs: NOON_US + 8,
      pddMs: 1.001, setupMs: 0, talkMs: 61_000.5, caller: "Größe GmbH", hops: ["10.0.0.1:5060", "[2001:db8::1]:5060"], userAgents: ["A", "B"],
      reason: { protocol: "Q.850", cause: 16, text: "Normal" }, mos: { worst: 3.1, average: 4, scale: "wb", source: "rtcp" }, lossPct: 0, codecs: ["opus"],
      findings: [{ id: "slow_setup", severity: "warning" }], correlationIds: ["x1"], headers: { "x-trunk": "gw2" }, partial: "evicted", externalId: "t1", revision: 3,
    });
    await add(store, [call]);
    assert.deepEqual(await store.find(ALL, call.id), call);
  });

  check("the same id again replaces the older call in every read", async (store) => {
    await add(store, makeCalls(3));
    await add(store, [makeCall(1, { state: "failed", revision: 2, fromUser: "new" }), makeCall(3)]);
    await add(store, [makeCall(1, { state: "busy", revision: 3, fromUser: "newest" })]);
    assert.equal(await store.count(ALL, everything), 4);
    assert.deepEqual(await idsOf(store), ["call0000", "call0001", "call0002", "call0003"]);
    assert.equal((await store.find(ALL, "call0001"))?.state, "busy");
    assert.deepEqual((await store.findByCallId(ALL, "call0001@pbx.example")).map(({ revision }) => revision), [3]);
    assert.deepEqual(await idsOf(store, "state:failed OR from:new"), []);
    assert.deepEqual(await store.complete(ALL, "from", "new", 5), [{ value: "newest", count: 1 }]);
  });

  check("of two rows of one call in a batch the later one counts", async (store) => {
    await add(store, [makeCall(1), makeCall(2), makeCall(1, { state: "failed", revision: 2 })]);
    assert.equal(await store.count(ALL, everything), 2);
    assert.equal((await store.find(ALL, "call0001"))?.state, "failed");
  });

  check("a revision whose start moved by days still replaces the call", async (store) => {
    await add(store, makeCalls(2));
    await add(store, [makeCall(1, { startedAtUs: NOON_US - 5 * DAY_US, revision: 2 })]);
    assert.deepEqual(await idsOf(store), ["call0001", "call0000"]);
  });

  check("hostile text comes back as it was and is found by itself", async (store) => {
    const texts = ["'; DROP TABLE calls; --", '"', "100%", "a_b", "a\\b", "nul\u0000nul", "😀 é", "\n\t", "*", "(", "$1", "?", " "];
    await add(store, texts.map((text, i) => makeCall(i, { fromUser: text, callId: text, userAgents: [text, "x"], headers: { "x-trunk": text }, externalId: text })));
    for (const [i, text] of texts.entries()) {
      const id = makeCall(i).id;
      assert.equal((await store.find(ALL, id))?.fromUser, text);
      assert.deepEqual((await store.find(ALL, id))?.userAgents, [text, "x"]);
      assert.deepEqual((await store.findByCallId(ALL, text)).map((call) => call.id), [id]);
      const exact = `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
      for (const field of ["from:", "callid:", "ua:", "header:x-trunk=", "external_id:"]) assert.deepEqual(await idsOf(store, field + exact), [id], field + exact);
    }
    assert.equal(await store.count(ALL, everything), texts.length);
  });

  check("separators inside outside text forge no second item", async (store) => {
    await add(store, [makeCall(1, { tenants: ["acme\x1fglobex"], userAgents: ["a\x1fb"] })]);
    assert.deepEqual(await idsOf(store, "", tenants("globex")), []);
    assert.deepEqual((await store.find(ALL, "call0001"))?.userAgents, ["a b"]);
  });

  check("registrations are kept by address-of-record and contact, the latest word each", async (store) => {
    const other = { ...REGISTRATION, contact: "sip:alice@10.0.0.2", lastSeenAtUs: NOON_US + 2 };
    await store.append({ count: 0, columns: [] }, [], [REGISTRATION, { ...REGISTRATION, accepted: 2 }, other, { ...REGISTRATION, aor: "Bob'%_@example.com" }]);
    await store.append({ count: 0, columns: [] }, [], [{ ...REGISTRATION, state: "expired", lastSeenAtUs: NOON_US + 9 }]);
    assert.deepEqual((await store.registrations(ALL, { prefix: "ALICE", limit: 10 })).map(({ contact, state }) => [contact, state]),
      [[REGISTRATION.contact, "expired"], [other.contact, "registered"]]);
    assert.deepEqual((await store.registrations(ALL, { prefix: "bob'%_", limit: 10 })).map(({ aor }) => aor), ["Bob'%_@example.com"]);
    assert.equal((await store.registrations(ALL, { limit: 2 })).length, 2);
    assert.deepEqual(await store.registrations(tenants("acme"), { limit: 10 }), []);
  });

  check("agents are kept, the latest word each", async (store) => {
    await store.saveAgents([AGENT, { ...AGENT, name: "core", id: 2 }]);
    await store.saveAgents([{ ...AGENT, packets: 6 }]);
    assert.deepEqual(await store.agents(), [{ ...AGENT, name: "core", id: 2 }, { ...AGENT, packets: 6 }]);
  });
}

function scoping(check: Check): void {
  check("a foreign tenant sees nothing in any read", async (store) => {
    await add(store, makeCalls(3, (i) => ({ sessionId: "session1", tenants: i === 0 ? [] : ["acme", "globex"] })));
    for (const [scope, seen] of [[tenants("acme"), 2], [tenants("globex", "other"), 2], [tenants("other"), 0], [tenants("ACME"), 0], [tenants("acm"), 0], [tenants(), 0], [ALL, 3]] as const) {
      assert.equal((await store.search(scope, { ...everything, limit: 10, order: "newest" })).items.length, seen);
      assert.equal((await store.find(scope, "call0001")) !== null, seen > 0);
      assert.equal((await store.findByCallId(scope, "call0001@pbx.example")).length, Math.min(1, seen));
      assert.equal((await store.findBySession(scope, "session1")).length, seen);
      assert.equal(await store.count(scope, everything), seen);
      const counted = await store.histogram(scope, { ...everything, buckets: 4 });
      assert.equal(counted.flatMap(({ byState }) => Object.values(byState)).reduce((sum, n) => sum + n, 0), seen);
      assert.equal((await store.complete(scope, "from", "+4930", 10)).length, seen);
    }
    assert.equal(await store.find(tenants("acme"), "call0000"), null);
  });
}

function searching(check: Check): void {
  check("pages follow each other without gap or repetition, both ways, where many calls began in one microsecond", async (store) => {
    await add(store, makeCalls(25, (i) => ({ startedAtUs: NOON_US + Math.floor(i / 10) })));
    const inOrder = makeCalls(25).map(({ id }) => id);
    for (const limit of [1, 4, 10, 24, 25, 26]) {
      assert.deepEqual((await allPages(store, limit, "oldest")).flat(), inOrder);
      const newest = await allPages(store, limit, "newest");
      assert.deepEqual(newest.flat(), inOrder.toReversed());
      assert.equal(newest.length, Math.ceil(25 / limit));
    }
  });

  check("a cursor stays where it is while calls are added", async (store) => {
    await add(store, makeCalls(10));
    const first = await store.search(ALL, { ...everything, limit: 4, order: "newest" });
    await add(store, [makeCall(20), makeCall(21), makeCall(8, { revision: 2, state: "failed" })]);
    const second = await store.search(ALL, { ...everything, limit: 4, order: "newest", cursor: first.next! });
    assert.deepEqual(second.items.map(({ id }) => id), ["call0005", "call0004", "call0003", "call0002"]);
  });

  check("a cursor that is none is refused", async (store) => {
    await assert.rejects(store.search(ALL, { ...everything, limit: 4, order: "newest", cursor: "x" }), { code: "bad_request" });
    await assert.rejects(store.search(ALL, { ...everything, limit: 0, order: "newest" }), { code: "bad_request" });
  });

  check("the range takes its first microsecond and leaves its last", async (store) => {
    await add(store, makeCalls(3, (i) => ({ startedAtUs: NOON_US + i })));
    const found = await store.search(ALL, { query: everything.query, fromUs: NOON_US + 1, toUs: NOON_US + 2, limit: 10, order: "newest" });
    assert.deepEqual(found.items.map(({ id }) => id), ["call0001"]);
  });

  check("calls years apart are paged in order", async (store) => {
    await add(store, makeCalls(6, (i) => ({ startedAtUs: NOON_US - i * 200 * DAY_US })));
    assert.deepEqual((await allPages(store, 2, "newest")).flat(), makeCalls(6).map(({ id }) => id));
    assert.deepEqual((await allPages(store, 4, "oldest")).flat(), makeCalls(6).map(({ id }) => id).toReversed());
  });

  check("legs of a session are found by it, and a call alone by its own id", async (store) => {
    await add(store, [makeCall(1), makeCall(2, { sessionId: "call0001" }), makeCall(3), makeCall(4, { sessionId: "other" })]);
    assert.deepEqual((await store.findBySession(ALL, "call0001")).map(({ id }) => id), ["call0002", "call0001"]);
    assert.deepEqual((await store.findBySession(ALL, "call0003")).map(({ id }) => id), ["call0003"]);
    assert.deepEqual(await store.findBySession(ALL, "call0004"), []);
    assert.deepEqual(await idsOf(store, "session:call0001"), ["call0001", "call0002"]);
  });

  check("a Call-ID is found letter for letter, and all calls that had it, newest first", async (store) => {
    await add(store, [makeCall(1, { callId: "Same@x" }), makeCall(2, { callId: "Same@x" }), makeCall(3, { callId: "same@x" })]);
    assert.deepEqual((await store.findByCallId(ALL, "Same@x")).map(({ id }) => id), ["call0002", "call0001"]);
    assert.deepEqual(await idsOf(store, "callid:SAME@X"), ["call0001", "call0002", "call0003"]);
  });

  check("buckets of a histogram add up to the count", async (store) => {
    await add(store, makeCalls(50, (i) => ({ startedAtUs: NOON_US + i * 7_777_777, state: i % 3 === 0 ? "failed" : "completed" })));
    const range = { fromUs: NOON_US + 1, toUs: NOON_US + 300_000_000, query: query("messages:7") };
    const buckets = await store.histogram(ALL, { ...range, buckets: 7 });
    assert.equal(buckets.length, 7);
    assert.equal(buckets[0]!.atUs, range.fromUs);
    const sum = buckets.flatMap(({ byState }) => Object.values(byState)).reduce((total, n) => total + n, 0);
    assert.equal(sum, await store.count(ALL, range));
    assert.equal(sum, 38);
    assert.deepEqual(buckets[0]!.byState, { completed: 4, failed: 1 });
    await assert.rejects(store.histogram(ALL, { ...range, buckets: 0 }), { code: "bad_request" });
  });

  check("completion offers values that begin alike, the most frequent first", async (store) => {
    const offered = async (...asked: Parameters<Store["complete"]>): Promise<string[]> => (await store.complete(...asked)).map(({ value }) => value);
    await add(store, makeCalls(6, (i) => ({
      fromUser: i < 4 ? "Alice" : "albert", toUser: "alice", codecs: i < 2 ? ["PCMA", "opus"] : ["PCMU"], statusCode: i === 0 ? 404 : 486,
      findings: [{ id: "one_way_audio", severity: "error" }], headers: i === 0 ? { "x-trunk": "gw1" } : {},
    })));
    assert.deepEqual(await offered(ALL, "from", "al", 5), ["Alice", "albert"]);
    assert.deepEqual(await store.complete(ALL, "from", "al", 5), [{ value: "Alice", count: 4 }, { value: "albert", count: 2 }]);
    assert.deepEqual(await offered(ALL, "from", "ALB", 5), ["albert"]);
    assert.deepEqual(await offered(ALL, "user", "ali", 1), ["alice"]);
    assert.deepEqual(await offered(ALL, "codec", "pcm", 5), ["PCMU", "PCMA"]);
    assert.deepEqual(await offered(ALL, "code", "4", 5), ["486", "404"]);
    assert.deepEqual(await offered(ALL, "finding", "", 5), ["one_way_audio"]);
    assert.deepEqual(await offered(ALL, "header", "x", 5), ["x-trunk"]);
    assert.deepEqual(await offered(ALL, "from", "%", 5), []);
    assert.deepEqual(await offered(ALL, "nonsense", "", 5), []);
  });
}

function recovering(check: Check): void {
  check("checkpoints merge their open calls, and null takes one away", async (store) => {
    const shard = "c1-1-0";
    await store.append({ count: 0, columns: [] }, [{ shard, replayFrom: { call: 5 }, openCalls: [{ id: "a", json: '{"x":"\\u0000é"}' }, { id: "b", json: "{}" }], takenAtUs: NOON_US }], []);
    await store.append(encodeCalls([makeCall(1)]), [
      { shard, replayFrom: { call: 9, media: 2 }, openCalls: [{ id: "b", json: null }, { id: "c", json: "{1}" }, { id: "a", json: "{2}" }], takenAtUs: NOON_US + 1 },
      { shard: "c1-1-1", replayFrom: {}, openCalls: [{ id: "a", json: "{other}" }], takenAtUs: NOON_US },
    ], []);
    const found = (await store.checkpoints()).sort((a, b) => (a.shard < b.shard ? -1 : 1));
    assert.deepEqual(found.map(({ shard: of, replayFrom, takenAtUs }) => [of, replayFrom, takenAtUs]), [[shard, { call: 9, media: 2 }, NOON_US + 1], ["c1-1-1", {}, NOON_US]]);
    assert.deepEqual(found[0]!.openCalls.sort((a, b) => (a.id < b.id ? -1 : 1)), [{ id: "a", json: "{2}" }, { id: "c", json: "{1}" }]);
    assert.deepEqual(found[1]!.openCalls, [{ id: "a", json: "{other}" }]);
  });

  check("what was stored beyond a position is told by Call-ID and writer", async (store) => {
    const refs = (writer: string, ...sequences: number[]): Call["refs"] => [{ writer, sequences }];
    await add(store, [
      makeCall(1, { refs: refs("c1-1-0.call", 1, 99) }), makeCall(2, { refs: refs("c1-1-0.call", 100) }), makeCall(3, { refs: refs("c1-1-0.call", 50, 150) }),
      makeCall(4, { refs: refs("c1-2-0.call", 500) }), makeCall(5, { refs: [...refs("c1-1-0.call", 3), ...refs("c1-1-0.media", 7)] }), makeCall(6, { refs: [] }),
      makeCall(7, { callId: makeCall(3).callId, refs: refs("c1-1-0.call", 140) }), makeCall(8, { refs: refs("xc1-1-0.call", 500) }),
    ]);
    assert.deepEqual([...(await store.storedBeyond({ "c1-1-0.call": 100, "c1-1-0.media": 7 }))].sort(), [
      ["call0002@pbx.example", { "c1-1-0.call": 100 }], ["call0003@pbx.example", { "c1-1-0.call": 150 }], ["call0005@pbx.example", { "c1-1-0.media": 7 }],
    ]);
    assert.equal((await store.storedBeyond({})).size, 0);
  });

  check("what was written is there after closing and opening again", async (store, opened) => {
    if (!opened.reopen) return;
    await store.append(encodeCalls(makeCalls(5)), [{ shard: "c1-1-0", replayFrom: { call: 5 }, openCalls: [{ id: "a", json: "{}" }], takenAtUs: 1 }], [REGISTRATION]);
    await store.saveAgents([AGENT]);
    const again = await opened.reopen();
    assert.equal((await idsOf(again)).length, 5);
    assert.deepEqual(await again.registrations(ALL, { limit: 5 }), [REGISTRATION]);
    assert.deepEqual((await again.checkpoints())[0]?.openCalls, [{ id: "a", json: "{}" }]);
    assert.deepEqual(await again.agents(), [AGENT]);
    await add(again, [makeCall(1, { revision: 2, state: "failed" })]);
    assert.deepEqual(await idsOf(again, "state:failed"), ["call0001"]);
    assert.equal(await again.count(ALL, everything), 5);
  });
}

/** Everything a reader can ask, as one value. */
async function everyRead(store: Store): Promise<unknown> {
  const scoped = tenants("globex");
  return {
    pages: [await allPages(store, 9, "newest"), await allPages(store, 15, "oldest"), await allPages(store, 4, "newest", "state:failed OR from:~9")],
    scoped: await idsOf(store, "", scoped),
    queries: await Promise.all(["from:+49301", "callid:call0003@pbx.example", "id:call0002", "session:call0001", "ip:10.0.0.0/8", "NOT mos<3.5", "*"].map((text) => idsOf(store, text))),
    found: [await store.find(ALL, "call0003"), await store.find(scoped, "call0003"), await store.find(ALL, "none"), await store.findByCallId(ALL, "call0004@pbx.example"),
      await store.findBySession(ALL, "call0001"), await store.findBySession(ALL, "call0002"), await store.find(scoped, "call0002"),
      await store.findByCallId(scoped, "call0004@pbx.example"), await store.findBySession(scoped, "call0001")],
    counts: [await store.count(ALL, everything), await store.count(scoped, everything), await store.count(ALL, { ...everything, query: query("state:failed") })],
    histogram: await store.histogram(ALL, { query: everything.query, fromUs: NOON_US - 5 * DAY_US, toUs: NOON_US + DAY_US, buckets: 12 }),
    complete: [await store.complete(ALL, "from", "+49", 3), await store.complete(ALL, "state", "", 5), await store.complete(ALL, "ua", "", 5)],
    beyond: [...(await store.storedBeyond({ "c1-1-0.call": 55 }))].sort(),
  };
}

const spread = (i: number): Partial<Call> => ({
  startedAtUs: NOON_US - (i % 4) * DAY_US + i * 1_000_000, state: i % 5 === 0 ? "failed" : "completed", tenants: i % 2 === 0 ? ["acme"] : ["globex"],
  sessionId: i % 7 === 2 ? "call0001" : `call${String(i).padStart(4, "0")}`, userAgents: [`Phone ${i % 3}`],
});

function keeping(check: Check): void {
  check("after sealing every read answers the same, and again after late revisions and a second seal", async (store, opened) => {
    let current = store;
    await add(current, makeCalls(20, spread));
    let before = await everyRead(current);
    for (const sealUs of [NOON_US - 2 * DAY_US, NOON_US, NOON_US]) {
      await current.seal(sealUs);
      assert.deepEqual(await everyRead(current), before);
    }
    for (const late of [
      [makeCall(5, { ...spread(5), state: "busy", revision: 2, sessionId: "call0002" }), makeCall(30, { ...spread(30), startedAtUs: NOON_US - 2 * DAY_US })],
      [makeCall(5, { ...spread(5), state: "lost", revision: 3 }), makeCall(30, { ...spread(30), revision: 2, startedAtUs: NOON_US - 2 * DAY_US, tenants: ["globex"] })],
    ]) {
      await add(current, late);
      const unsealed = await everyRead(current);
      assert.notDeepEqual(unsealed, before);
      assert.equal((await current.find(ALL, "call0005"))?.state, late[0]!.state);
      assert.equal(await current.count(ALL, everything), 21);
      await current.seal(NOON_US);
      assert.deepEqual(await everyRead(current), unsealed);
      before = unsealed;
    }
    if (opened.reopen) {
      current = await opened.reopen();
      assert.deepEqual(await everyRead(current), before);
    }
  });

  check("what is written while a day is sealed is neither lost nor doubled", async (store) => {
    const early = (number: number, revision: number): Call => makeCall(number, { startedAtUs: NOON_US - DAY_US + number, revision, state: revision > 1 ? "failed" : "completed" });
    await add(store, Array.from({ length: 3000 }, (_, i) => early(i, 1)));
    for (let round = 2; round < 5; round++) {
      const sealing = store.seal(NOON_US);
      for (let i = 0; i < 8; i++) {
        await add(store, [early(i, round), early(round * 10_000 + i, 1)]);
        await new Promise((resolve) => setTimeout(resolve, i * 4));
      }
      await sealing;
      assert.equal(await store.count(ALL, everything), 3000 + (round - 1) * 8);
      assert.equal(await store.count(ALL, { ...everything, query: query("state:failed") }), 8);
      assert.equal((await store.find(ALL, "call0003"))?.revision, round);
      assert.equal((await store.findByCallId(ALL, "call0003@pbx.example")).length, 1);
    }
  });

  check("calls from before the installation are spared, sealed or not", async (store) => {
    await add(store, makeCalls(20, spread));
    await store.seal(NOON_US - DAY_US);
    const midnight = NOON_US - 12 * HOUR_US - 2 * DAY_US;
    assert.equal(await store.dropBefore(NOON_US + DAY_US, midnight), 15);
    assert.equal(await store.count(ALL, everything), 5);
    assert.equal(await store.dropBefore(NOON_US + DAY_US, NOON_US + DAY_US), 0);
  });

  check("calls that began before are dropped and counted, sealed or not", async (store) => {
    await add(store, makeCalls(20, spread));
    await store.seal(NOON_US - DAY_US);
    const midnight = NOON_US - 12 * HOUR_US - 2 * DAY_US;
    assert.equal(await store.dropBefore(midnight), 5);
    assert.equal(await store.count(ALL, everything), 15);
    assert.equal(await store.find(ALL, "call0003"), null);
    assert.deepEqual(await store.findByCallId(ALL, "call0003@pbx.example"), []);
    assert.equal(await store.dropBefore(midnight), 0);
    assert.equal(await store.dropBefore(NOON_US + DAY_US), 15);
    assert.deepEqual(await idsOf(store), []);
  });

  check("clearing leaves nothing derived, and the store goes on", async (store) => {
    await store.append(encodeCalls(makeCalls(20, spread)), [{ shard: "c1-1-0", replayFrom: {}, openCalls: [{ id: "a", json: "{}" }], takenAtUs: 1 }], [REGISTRATION]);
    await store.seal(NOON_US);
    await add(store, [makeCall(1, { ...spread(1), revision: 2 })]);
    await store.clear();
    assert.deepEqual(await idsOf(store), []);
    assert.deepEqual([await store.checkpoints(), await store.registrations(ALL, { limit: 5 })], [[], []]);
    await add(store, makeCalls(20, spread));
    assert.equal(await store.count(ALL, everything), 20);
  });

  check("the size is told in bytes", async (store) => {
    await add(store, makeCalls(5));
    assert.ok(Number.isInteger(await store.sizeBytes()));
  });

  check("reads beside writes see whole batches", async (store) => {
    const counts: number[] = [];
    const writing = { done: false };
    const reading = (async () => {
      while (!writing.done) counts.push(await store.count(ALL, { ...ALWAYS, query: query("*") }));
    })();
    for (let batch = 0; batch < 10; batch++) await add(store, makeCalls(10).map((_, i) => makeCall(batch * 10 + i)));
    writing.done = true;
    await reading;
    assert.ok(counts.every((count) => count % 10 === 0), String(counts));
    assert.equal(await store.count(ALL, everything), 100);
  });
}
