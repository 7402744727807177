// Counts made ahead: really used, never believed against the calls.
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ALL, MATCH_ALL, type Scope } from "@sipglass/model";
import type { Store } from "../store.ts";
import { DAY_US, HOUR_US, NOON_US, add, makeCall, makeCalls, query, tenants } from "../store.fixture.ts";
import { openEmbeddedStore } from "./embedded.ts";

const MIDNIGHT_US = NOON_US - 12 * HOUR_US;
const DAY = { fromUs: MIDNIGHT_US, toUs: MIDNIGHT_US + DAY_US, query: MATCH_ALL };

async function inPlace(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-kpi-"));
  try {
    await work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function sealed(directory: string, calls: number): Promise<void> {
  const store = await openEmbeddedStore({ directory });
  await add(store, makeCalls(calls, (i) => ({ tenants: i % 2 ? ["acme", "globex"] : ["acme"], pddMs: 100 * i, ringMs: 1, answeredAtUs: NOON_US })));
  await store.seal(MIDNIGHT_US + DAY_US);
  await store.close();
}

const hoursOf = (directory: string): string[] => readdirSync(join(directory, "calls")).filter((file) => file.includes(".kpi-")).map((file) => join(directory, "calls", file));
const callsOf = async (store: Store, question = DAY, scope: Scope = ALL): Promise<number> => (await store.kpi(scope, question)).groups.reduce((sum, { counts }) => sum + counts.numbers["calls"]!, 0);

test("whole hours of a closed day are read from its counts, the rest from its calls", () =>
  inPlace(async (directory) => {
    const [one, other] = [join(directory, "one"), join(directory, "other")];
    await sealed(one, 3);
    await sealed(other, 5);
    assert.deepEqual([hoursOf(one).length, hoursOf(other).length], [1, 1]);
    copyFileSync(hoursOf(other)[0]!, hoursOf(one)[0]!);
    const store = await openEmbeddedStore({ directory: one });
    // The counts of another day in place of its own show which was read.
    assert.deepEqual([await callsOf(store), await callsOf(store, DAY, tenants("globex")), await callsOf(store, { ...DAY, query: query("leg:first") })], [5, 2, 5]);
    assert.equal(await callsOf(store, { ...DAY, fromUs: MIDNIGHT_US + 1, toUs: NOON_US + HOUR_US + 5 }), 5);
    assert.equal(await callsOf(store, { ...DAY, fromUs: NOON_US, toUs: NOON_US + HOUR_US / 2 }), 3);
    assert.equal(await callsOf(store, { ...DAY, query: query("code:200") }), 3);
    // A newer row makes the counts of its day wrong: the calls are counted.
    await add(store, [makeCall(1, { revision: 2 })]);
    assert.equal(await callsOf(store), 3);
    await store.close();
  }));

test("damaged counts are thrown away, missing ones made by the next seal, and those of days that are gone are removed", () =>
  inPlace(async (directory) => {
    await sealed(directory, 4);
    writeFileSync(hoursOf(directory)[0]!, "no parquet");
    writeFileSync(join(directory, "calls", "2020-01-01.kpi-abc.parquet"), "of no day");
    let store = await openEmbeddedStore({ directory });
    assert.equal(hoursOf(directory).length, 1);
    assert.equal(await callsOf(store), 4);
    assert.equal(hoursOf(directory).length, 0);
    assert.equal(await callsOf(store), 4);
    await store.seal(MIDNIGHT_US + DAY_US);
    assert.equal(hoursOf(directory).length, 1);
    await store.close();
    store = await openEmbeddedStore({ directory });
    assert.equal(await callsOf(store), 4);
    assert.equal(await store.dropBefore(MIDNIGHT_US + 2 * DAY_US), 4);
    assert.equal(hoursOf(directory).length, 0);
    await store.close();
  }));
