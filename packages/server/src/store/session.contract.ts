// Calls that come into another session after they were stored: found in the new one by every read, hot and sealed, and not lost to a seal.
import assert from "node:assert/strict";
import { ALL, type SessionChange } from "@sipglass/model";
import type { Store } from "./store.ts";
import { DAY_US, NOON_US, add, everything, idsOf, makeCall, makeCalls, tenants } from "./store.fixture.ts";

type Check = (title: string, work: (store: Store, opened: { reopen?: () => Promise<Store> }) => Promise<void>) => void;

const into = (number: number, sessionId: string): SessionChange => ({ id: makeCall(number).id, callId: makeCall(number).callId, sessionId });
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
}
