// What goes wrong below the store, and how it goes on.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ALL, MATCH_ALL, encodeCalls } from "@sipglass/model";
import type { Store } from "../store.ts";
import { ALWAYS, add, idsOf, makeCalls, query } from "../store.fixture.ts";
import { openDatabase, toSipglassError, type Database } from "./database.ts";
import { openEmbeddedStore } from "./embedded.ts";

async function withDirectory(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-database-"));
  try {
    await work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
const withStore = (work: (store: Store) => Promise<void>): Promise<void> =>
  withDirectory(async (directory) => {
    const store = await openEmbeddedStore({ directory });
    await work(store);
    await store.close();
  });
const withDatabase = (work: (database: Database) => Promise<void>): Promise<void> =>
  withDirectory(async (directory) => {
    const database = await openDatabase({ directory, threads: 1, memoryLimitMb: 128 });
    await work(database);
    await database.close();
  });

test("a batch that breaks in its second chunk leaves nothing, and the next one is written", () =>
  withStore(async (store) => {
    const batch = encodeCalls(makeCalls(3000));
    batch.columns[batch.columns.length - 1]!.length = 2500;
    await assert.rejects(store.append(batch, [{ shard: "s", replayFrom: {}, openCalls: [], takenAtUs: 1 }], []));
    assert.equal(await store.count(ALL, { ...ALWAYS, query: MATCH_ALL }), 0);
    assert.deepEqual(await store.checkpoints(), []);
    await add(store, makeCalls(3000));
    assert.equal(await store.count(ALL, { ...ALWAYS, query: MATCH_ALL }), 3000);
  }));

test("more readers than connections all get their answer, beside writers", () =>
  withStore(async (store) => {
    await add(store, makeCalls(50));
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => (i % 5 === 0 ? add(store, makeCalls(50)).then(() => 50) : store.count(ALL, { ...ALWAYS, query: query("messages:7") }))));
    assert.ok(answers.every((count) => count === 50));
  }));

test("a transaction that throws is undone and the session serves on", () =>
  withDatabase(async (database) => {
    await database.write((session) => session.run("CREATE TABLE t (n INTEGER)"));
    await assert.rejects(database.write(async (session) => {
      await session.run("INSERT INTO t VALUES (1)");
      await session.run("SELECT nonsense");
    }), { code: "unavailable" });
    await assert.rejects(database.read((session) => session.run("INSERT INTO t VALUES (1)")));
    assert.deepEqual(await database.read((session) => session.rows("SELECT count(*) FROM t")), [[0n]]);
  }));

test("a read sees one moment, whatever is written meanwhile", () =>
  withDatabase(async (database) => {
    await database.write((session) => session.run("CREATE TABLE t (n INTEGER)"));
    await database.read(async (session) => {
      const before = await session.rows("SELECT count(*) FROM t");
      await database.write((writer) => writer.run("INSERT INTO t VALUES (1)"));
      assert.deepEqual(await session.rows("SELECT count(*) FROM t"), before);
    });
    assert.deepEqual(await database.read((session) => session.rows("SELECT count(*) FROM t")), [[1n]]);
  }));

test("withoutReaders waits for the running read and holds back the next", () =>
  withDatabase(async (database) => {
    const order: string[] = [];
    const slow = database.read(async (session) => {
      await session.rows("SELECT 1");
      await new Promise((resolve) => setTimeout(resolve, 30));
      order.push("slow read");
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    const alone = database.withoutReaders(async () => void order.push("alone"));
    const next = database.read(async () => void order.push("next read"));
    await Promise.all([slow, alone, next]);
    assert.deepEqual(order, ["slow read", "alone", "next read"]);
  }));

test("a database that DuckDB has given up is opened again, with everything that was committed", () =>
  withDatabase(async (database) => {
    await database.write((session) => session.run("CREATE TABLE t AS SELECT 1 AS n"));
    const invalidated = new Error('Database "sipglass" has been invalidated because checkpointing failed.');
    await assert.rejects(database.maintain(() => Promise.reject(invalidated)));
    assert.deepEqual(await database.read((session) => session.rows("SELECT n FROM t")), [[1]]);
    await database.write((session) => session.run("INSERT INTO t VALUES (2)"));
    assert.deepEqual(await database.read((session) => session.rows("SELECT count(*) FROM t")), [[2n]]);
  }));

test("errors that an operator can mend have their own code", () => {
  assert.equal(toSipglassError(new Error("IO Error: Could not write: No space left on device")).code, "disk_full");
  assert.equal(toSipglassError(new Error("IO Error: Could not set lock on file")).code, "conflict");
  assert.equal(toSipglassError("something").code, "unavailable");
});

test("when no rows come any more, a grown log is folded into the file, though shards go on sending checkpoints", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const directory = mkdtempSync(join(tmpdir(), "sipglass-idle-"));
  const store = await openEmbeddedStore({ directory });
  const logBytes = (): number => statSync(join(directory, "calls.duckdb.wal"), { throwIfNoEntry: false })?.size ?? 0;
  await add(store, makeCalls(1500));
  assert.ok(logBytes() > 262_144);
  const empty = { count: 0, columns: [] };
  for (let second = 1; second <= 4; second++) {
    t.mock.timers.tick(1000);
    await store.append(empty, [{ shard: "c1-1-0", replayFrom: {}, openCalls: [], takenAtUs: second }], []);
  }
  assert.ok(logBytes() > 262_144);
  t.mock.timers.tick(1000);
  t.mock.timers.reset();
  for (let turns = 0; logBytes() > 262_144 && turns < 200; turns++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(logBytes() < 262_144);
  assert.equal((await idsOf(store)).length, 1000);
  await store.close();
  rmSync(directory, { recursive: true });
});
