// An index written by another sipglass: older ones are widened, newer ones refused.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ALL, MATCH_ALL } from "@sipglass/model";
import { ALWAYS, DAY_US, NOON_US, add, idsOf, makeCall } from "../store.fixture.ts";
import { openDatabase, type Session } from "./database.ts";
import { openEmbeddedStore } from "./embedded.ts";

async function asOtherVersion(change: (session: Session, directory: string) => Promise<unknown>, check: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-schema-"));
  try {
    const store = await openEmbeddedStore({ directory });
    await add(store, [makeCall(1, { startedAtUs: NOON_US - DAY_US }), makeCall(2)]);
    await store.seal(NOON_US);
    await store.close();
    const database = await openDatabase({ directory, threads: 1, memoryLimitMb: 128 });
    await database.maintain((session) => change(session, directory));
    await database.close();
    await check(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("columns that an older sipglass did not have are empty in its rows and sealed days, and new rows have them", () =>
  asOtherVersion(
    async (session, directory) => {
      for (const column of ["headers", "retransmissions", "mos_worst", "batch_no"]) await session.run(`ALTER TABLE calls DROP COLUMN ${column}`);
      const file = join(directory, "calls", "2026-11-19.parquet");
      await session.run(`COPY (SELECT * EXCLUDE (headers, retransmissions, mos_worst) FROM read_parquet('${file}')) TO '${file}' (FORMAT parquet)`);
    },
    async (directory) => {
      const store = await openEmbeddedStore({ directory });
      await add(store, [makeCall(3, { headers: { "x-trunk": "gw1" }, retransmissions: 2 })]);
      assert.deepEqual(await idsOf(store), ["call0001", "call0002", "call0003"]);
      assert.deepEqual(await idsOf(store, "header:x-trunk=gw1 retransmissions:2"), ["call0003"]);
      assert.deepEqual(await idsOf(store, 'header:x-trunk="" NOT mos<5'), ["call0001", "call0002"]);
      assert.deepEqual(await store.find(ALL, "call0001"), makeCall(1, { startedAtUs: NOON_US - DAY_US }));
      await store.seal(NOON_US + DAY_US);
      assert.deepEqual(await idsOf(store), ["call0001", "call0002", "call0003"]);
      await store.close();
    },
  ));

test("an index of a newer format is refused", () =>
  asOtherVersion(
    (session) => session.run("UPDATE meta SET value = '99'"),
    (directory) => assert.rejects(openEmbeddedStore({ directory }), { code: "newer_version" }),
  ));

test("a few late rows stay beside their sealed day, many make it be written anew", () =>
  asOtherVersion(
    () => Promise.resolve(),
    async (directory) => {
      const store = await openEmbeddedStore({ directory });
      const early = (number: number, revision = 1) => makeCall(number, { startedAtUs: NOON_US - DAY_US + number, revision });
      await add(store, Array.from({ length: 100 }, (_, i) => early(i + 10)));
      await store.seal(NOON_US);
      await add(store, [early(10, 2)]);
      await store.seal(NOON_US);
      const sealed = async (): Promise<[number, string]> => {
        const database = await openDatabase({ directory, threads: 1, memoryLimitMb: 128 });
        const [row] = await database.read((session) => session.rows("SELECT generation, file FROM sealed_day"));
        await database.close();
        return [Number(row![0]), String(row![1])];
      };
      assert.equal(await store.count(ALL, { ...ALWAYS, query: MATCH_ALL }), 102);
      await store.close();
      assert.deepEqual(await sealed(), [2, "2026-11-19.2.parquet"]);
      const again = await openEmbeddedStore({ directory });
      await add(again, [early(11, 2), early(12, 2)]);
      await again.seal(NOON_US);
      assert.equal(await again.count(ALL, { ...ALWAYS, query: MATCH_ALL }), 102);
      await again.close();
      assert.deepEqual(await sealed(), [3, "2026-11-19.3.parquet"]);
    },
  ));
