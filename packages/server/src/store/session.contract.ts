// Calls that come into another session after they were stored: found in the new one by every read, hot and sealed, and not lost to a seal.
import assert from "node:assert/strict";
import { ALL, type Call, type FirstLeg, type Scope, type SessionChange } from "@sipglass/model";
import type { Store } from "./store.ts";
import { DAY_US, NOON_US, add, everything, idsOf, makeCall, makeCalls, query, tenants } from "./store.fixture.ts";

type Check = (title: string, work: (store: Store, opened: { reopen?: () => Promise<Store> }) => Promise<void>) => void;

const into = (number: number, sessionId: string, firstLegs: FirstLeg[] = []): SessionChange => ({ id: makeCall(number).id, callId: makeCall(number).callId, sessionId, firstLegs });
const legsOf = async (store: Store, ...ids: string[]): Promise<string[]> => (await store.findBySessions(ALL, ids)).map(({ id }) => id);

export function sessions(check: Check): void {
  check("legs of several sessions are found at once, oldest first, in their scope", async (store) => {
    await add(store, makeCalls(5, (i) => ({ sessionId: i % 2 === 0 ? "call0000" : "call0001", tenants: i > 2 ? ["globex"] : ["acme"] })));
    assert.deepEqual(await legsOf(store, "call0000"), ["call0000", "call0002", "call0004"]);
    assert.deepEqual(await legsOf(store, "call0001", "call0000", "nobody"), ["call0000", "call0001", "call0002", "call0003", "call0004"]);
    assert.deepEqual((await store.findBySessions(tenants("globex"), ["call0000"])).map(({ id }) => id), ["call0004"]);
    assert.deepEqual(await legsOf(store), []);
  });

  check("a stored call that joins a session is found there and no longer in its own, and all else stays", async (store) => {
    await add(store, makeCalls(3));
    await store.rejoin([into(1, "call0000"), into(9, "call0000")]);
    assert.deepEqual(await legsOf(store, "call0000"), ["call0000", "call0001"]);
    assert.deepEqual((await store.findBySession(ALL, "call0000")).map(({ id }) => id).sort(), ["call0000", "call0001"]);
    assert.deepEqual(await store.findBySession(ALL, "call0001"), []);
    assert.deepEqual(await store.find(ALL, "call0001"), makeCall(1, { sessionId: "call0000", revision: 2 }));
    assert.deepEqual(await idsOf(store, "session:call0000"), ["call0000", "call0001"]);
    await store.rejoin([into(1, "call0001")]);
    await store.rejoin([]);
    assert.deepEqual(await legsOf(store, "call0000"), ["call0000"]);
    assert.deepEqual(await legsOf(store, "call0001"), ["call0001"]);
    assert.equal(await store.count(ALL, everything), 3);
  });

  check("a sealed call joins as well, and sealing keeps it", async (store, { reopen }) => {
    await add(store, makeCalls(4, (i) => ({ startedAtUs: NOON_US - DAY_US + i })));
    await store.rejoin([into(1, "call0000")]);
    await store.seal(NOON_US);
    await store.rejoin([into(2, "call0000")]);
    assert.deepEqual(await legsOf(store, "call0000"), ["call0000", "call0001", "call0002"]);
    await store.seal(NOON_US);
    const again = (await reopen?.()) ?? store;
    assert.deepEqual(await legsOf(again, "call0000", "call0003"), ["call0000", "call0001", "call0002", "call0003"]);
    assert.equal(await again.count(ALL, everything), 4);
  });

  check("what joins while days are sealed is not lost", async (store) => {
    await add(store, makeCalls(200, (i) => ({ startedAtUs: NOON_US - DAY_US + i })));
    const sealing = store.seal(NOON_US);
    for (let from = 1; from < 200; from += 20) await store.rejoin(Array.from({ length: Math.min(20, 200 - from) }, (_, i) => into(from + i, "call0000")));
    await sealing;
    assert.equal((await legsOf(store, "call0000")).length, 200);
  });

  const [ACME, BOTH, GLOBEX, INITECH] = [tenants("acme"), tenants("globex", "acme"), tenants("globex"), tenants("initech")];
  /** Sessions of a leg of globex, then two of acme, in the order of a list by time; a call of acme's alone between them. */
  const sessionsOfTwo = (count: number, startUs: number): Call[] =>
    makeCalls(count * 4, (i) => {
      const [globex, acme] = [makeCall(i - (i % 4)).id, makeCall(i - (i % 4) + 1).id];
      const place = i % 4 === 0 ? { tenants: ["globex"] } : i % 4 === 3 ? {} : { sessionId: globex, firstLegs: [{ tenant: "globex", id: globex }, { tenant: "acme", id: acme }] };
      return { startedAtUs: startUs + i * 1_000_000, ...place };
    });
  const sessionOf = async (store: Store, scope: Scope, id: string): Promise<string | undefined> => (await store.find(scope, id))?.sessionId;
  const numbersOf = async (store: Store, scope: Scope, text: string) => {
    const asked = { ...everything, query: query(text) };
    const buckets = await store.histogram(scope, { ...asked, fromUs: NOON_US - 2 * DAY_US, toUs: NOON_US + DAY_US, buckets: 3 });
    const { groups } = await store.kpi(scope, { ...asked, histograms: false });
    return [await store.count(scope, asked), buckets.reduce((sum, { byState }) => sum + (byState["completed"] ?? 0), 0), groups[0]?.counts.numbers["calls"] ?? 0, (await idsOf(store, text, scope)).length];
  };

  check("a session is known to everybody by the first leg that he sees, and counted there: hot, sealed and sealed again", async (store, { reopen }) => {
    await add(store, sessionsOfTwo(10, NOON_US - DAY_US));
    const holds = async (opened: Store): Promise<void> => {
      for (const scope of [ALL, BOTH]) assert.equal(await sessionOf(opened, scope, "call0001"), "call0000");
      for (const id of ["call0001", "call0002"]) assert.equal(await sessionOf(opened, ACME, id), "call0001");
      assert.deepEqual((await opened.find(ACME, "call0002"))?.firstLegs, []);
      assert.deepEqual((await opened.findByCallId(ACME, makeCall(2).callId)).map(({ sessionId }) => sessionId), ["call0001"]);
      assert.deepEqual((await opened.search(ACME, { ...everything, limit: 3, order: "oldest" })).items.map(({ sessionId }) => sessionId), ["call0001", "call0001", "call0003"]);
      assert.equal(await opened.find(GLOBEX, "call0001"), null);
      const bySession = async (scope: Scope, id: string): Promise<string[]> => (await opened.findBySession(scope, id)).map((call) => call.id).sort();
      assert.deepEqual(await bySession(ACME, "call0001"), ["call0001", "call0002"]);
      assert.deepEqual(await bySession(ACME, "call0000"), []);
      assert.deepEqual(await bySession(ALL, "call0001"), []);
      assert.deepEqual(await bySession(BOTH, "call0000"), ["call0000", "call0001", "call0002"]);
      assert.deepEqual((await opened.findBySessions(ACME, ["call0001", "call0003", "call0004"])).map(({ id }) => id), ["call0001", "call0002", "call0003"]);
      assert.deepEqual(await idsOf(opened, "session:call0001", ACME), ["call0001", "call0002"]);
      assert.deepEqual(await idsOf(opened, "session:~0000", ACME), []);
      assert.deepEqual(await idsOf(opened, "session:call0000", BOTH), ["call0000", "call0001", "call0002"]);
      assert.deepEqual((await idsOf(opened, "leg:first", ACME)).slice(0, 3), ["call0001", "call0003", "call0005"]);
      for (const [scope, first, further] of [[ALL, 20, 20], [BOTH, 20, 20], [ACME, 20, 10], [GLOBEX, 10, 0], [INITECH, 0, 0], [tenants(), 0, 0]] as const) {
        assert.deepEqual(await numbersOf(opened, scope, "leg:first"), [first, first, first, first], JSON.stringify(scope));
        assert.deepEqual(await numbersOf(opened, scope, "leg:further"), [further, further, further, further], JSON.stringify(scope));
      }
      assert.deepEqual((await opened.complete(ACME, "session", "call000", 10)).map(({ value }) => value), ["call0001", "call0005", "call0009", "call0003", "call0007"]);
    };
    await holds(store);
    await store.seal(NOON_US);
    await holds((await reopen?.()) ?? store);
  });

  check("sessions are counted once, at the earliest leg that matches: hot, sealed, and live beside", async (store) => {
    await add(store, sessionsOfTwo(10, NOON_US - DAY_US));
    const counted = async (scope: Scope, text: string, live: readonly Call[] = []): Promise<number[]> => {
      const asked = { query: query(text), fromUs: NOON_US - 2 * DAY_US, toUs: NOON_US + DAY_US, buckets: 3 };
      const { buckets, further } = await store.sessionHistogram(scope, asked, live);
      return [...buckets.map(({ byState }) => Object.values(byState).reduce((sum, n) => sum + n, 0)), further];
    };
    const holds = async (): Promise<void> => {
      assert.deepEqual(await counted(ALL, ""), [0, 20, 0, 0]);
      assert.deepEqual(await counted(ACME, ""), [0, 20, 0, 0]);
      assert.deepEqual(await counted(GLOBEX, ""), [0, 10, 0, 0]);
      assert.deepEqual(await counted(INITECH, ""), [0, 0, 0, 0]);
      assert.deepEqual(await counted(ALL, "leg:further"), [0, 10, 0, 10]);
      assert.deepEqual(await counted(ACME, "leg:further"), [0, 10, 0, 10]);
      const live = [makeCall(900, { sessionId: "call0000", startedAtUs: NOON_US }), makeCall(901, { startedAtUs: NOON_US })];
      assert.deepEqual(await counted(ALL, "", live), [0, 20, 1, 0]);
      assert.deepEqual(await counted(ALL, "id:call0003", live), [0, 1, 2, 1]);
    };
    await holds();
    await store.seal(NOON_US);
    await holds();
    const none = { query: query(""), fromUs: NOON_US, toUs: NOON_US + 1, buckets: 0 };
    await assert.rejects(store.sessionHistogram(ALL, none, []), { code: "bad_request" });
  });

  check("where nothing is stored, the sessions of live legs are counted", async (store) => {
    const asked = { query: query(""), fromUs: NOON_US, toUs: NOON_US + DAY_US, buckets: 1 };
    assert.deepEqual(await store.sessionHistogram(ALL, asked, []), { buckets: [{ atUs: NOON_US, byState: {} }], further: 0 });
    const live = [makeCall(1, { startedAtUs: NOON_US }), makeCall(2, { startedAtUs: NOON_US + 1, sessionId: makeCall(1).id })];
    assert.deepEqual(await store.sessionHistogram(ALL, asked, live), { buckets: [{ atUs: NOON_US, byState: { [live[0]!.state]: 1 } }], further: 0 });
  });

  check("a session has the state of its earliest matching leg", async (store) => {
    const states = ["failed", "completed", "busy"] as const;
    await add(store, makeCalls(3, (i) => ({ sessionId: "call0000", startedAtUs: NOON_US + i, state: states[i]! })));
    const byState = async (text: string) => (await store.sessionHistogram(ALL, { ...everything, query: query(text), buckets: 1 }, [])).buckets[0]!.byState;
    assert.deepEqual([await byState(""), await byState("leg:further")], [{ failed: 1 }, { completed: 1 }]);
  });

  check("a stored leg learns that others know its session by another: nobody else sees a difference", async (store) => {
    await add(store, makeCalls(3, (i) => ({ tenants: [i === 0 ? "globex" : "acme"], startedAtUs: NOON_US - DAY_US + i })));
    const first = [{ tenant: "globex", id: "call0000" }, { tenant: "acme", id: "call0001" }];
    await store.rejoin([into(1, "call0000", first)]);
    await store.seal(NOON_US);
    await store.rejoin([into(2, "call0000", first)]);
    assert.deepEqual([await sessionOf(store, ACME, "call0001"), await sessionOf(store, ACME, "call0002")], ["call0001", "call0001"]);
    assert.deepEqual([await sessionOf(store, ALL, "call0001"), await sessionOf(store, ALL, "call0002")], ["call0000", "call0000"]);
    assert.deepEqual(await numbersOf(store, ACME, "leg:first"), [1, 1, 1, 1]);
    assert.deepEqual((await store.findBySession(ACME, "call0001")).map(({ id }) => id).sort(), ["call0001", "call0002"]);
    await store.rejoin([into(2, "call0002")]);
    assert.deepEqual(await numbersOf(store, ACME, "leg:first"), [2, 2, 2, 2]);
  });
}
