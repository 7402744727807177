// A process killed at any moment leaves whole batches with their checkpoint, and nothing twice.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ALL, MATCH_ALL } from "@sipglass/model";
import { ALWAYS, DAY_US, NOON_US, add, idsOf, makeCall, query } from "../store.fixture.ts";
import { openEmbeddedStore } from "./embedded.ts";

const PROGRAM = new URL("append-until-killed.fixture.ts", import.meta.url).pathname;

/** Answers the last batch that was acknowledged. */
async function appendUntilKilled(directory: string, first: number, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [PROGRAM, directory, String(first)], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (bytes: Buffer) => {
    if (said === "") setTimeout(() => child.kill("SIGKILL"), afterMs);
    said += bytes.toString();
  });
  await new Promise((resolve) => child.on("close", resolve));
  return Number(said.trimEnd().split("\n").at(-1));
}

test("after kill -9 batches are whole or absent, what was acknowledged is there, and checkpoints stand with their rows", async () => {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-crash-"));
  try {
    let first = 1;
    for (const afterMs of [40, 170, 330]) {
      const acknowledged = await appendUntilKilled(directory, first, afterMs);
      assert.ok(acknowledged >= first);
      const store = await openEmbeddedStore({ directory });
      const last = Number((await store.find(ALL, "call0000"))!.revision);
      assert.ok(last === acknowledged || last === acknowledged + 1, `${last} after ${acknowledged}`);
      assert.deepEqual((await store.checkpoints()).map(({ replayFrom, openCalls }) => [replayFrom, openCalls]), [[{ call: last }, [{ id: "open", json: String(last) }]]]);
      assert.equal(await store.count(ALL, { ...ALWAYS, query: MATCH_ALL }), last * 40 + 1);
      for (const batch of [1, first, last]) assert.equal(await store.count(ALL, { ...ALWAYS, query: query(`external_id:batch${batch}`) }), batch === last ? 41 : 40);
      await store.close();
      first = last + 1;
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("a crash between writing a day's file and naming it leaves every call once", async () => {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-crash-"));
  try {
    let store = await openEmbeddedStore({ directory });
    await add(store, [makeCall(1)]);
    await store.seal(NOON_US + DAY_US);
    const files = ["2026-11-20.parquet", "2026-11-20.keys"].map((name) => join(directory, "calls", name));
    for (const file of files) copyFileSync(file, `${file}.copy`);
    await store.clear();
    await add(store, [makeCall(1), makeCall(2, { startedAtUs: NOON_US + DAY_US })]);
    await store.close();
    // What such a crash leaves: the day's files in their place, half a file beside them, and the rows still in the table.
    for (const file of files) renameSync(`${file}.copy`, file);
    writeFileSync(join(directory, "calls", "2026-11-20.2.parquet.tmp"), "PAR1");
    store = await openEmbeddedStore({ directory });
    assert.deepEqual(await idsOf(store), ["call0001", "call0002"]);
    await store.seal(NOON_US + DAY_US);
    assert.deepEqual(await idsOf(store), ["call0001", "call0002"]);
    await store.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("sealed days are taken in again when the database was lost, and lost key files are made anew", async () => {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-crash-"));
  try {
    let store = await openEmbeddedStore({ directory });
    await add(store, [makeCall(1, { sessionId: "session1" }), makeCall(2)]);
    await store.seal(NOON_US + DAY_US);
    await store.close();
    for (const file of ["calls.duckdb", join("calls", "2026-11-20.keys")]) rmSync(join(directory, file));
    store = await openEmbeddedStore({ directory });
    assert.deepEqual(await idsOf(store), ["call0001", "call0002"]);
    assert.equal((await store.findBySession(ALL, "session1")).length, 1);
    await add(store, [makeCall(1, { revision: 2 })]);
    assert.equal(await store.count(ALL, { ...ALWAYS, query: MATCH_ALL }), 2);
    await store.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("a damaged or missing day is named, and the other days are still read", async () => {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-crash-"));
  try {
    let store = await openEmbeddedStore({ directory });
    await add(store, [makeCall(1), makeCall(2, { startedAtUs: NOON_US - DAY_US }), makeCall(3, { startedAtUs: NOON_US - 2 * DAY_US })]);
    await store.seal(NOON_US + DAY_US);
    await store.close();
    writeFileSync(join(directory, "calls", "2026-11-19.parquet"), "no parquet at all");
    rmSync(join(directory, "calls", "2026-11-18.parquet"));
    store = await openEmbeddedStore({ directory });
    const page = await store.search(ALL, { ...ALWAYS, query: MATCH_ALL, limit: 10, order: "newest" });
    assert.deepEqual(page.items.map(({ id }) => id), ["call0001"]);
    assert.ok(page.partial);
    assert.deepEqual(page.warnings.map((warning) => /\d{4}-\d\d-\d\d/.exec(warning)?.[0]), ["2026-11-18", "2026-11-19"]);
    assert.equal((await store.search(ALL, { query: MATCH_ALL, fromUs: NOON_US, toUs: NOON_US + DAY_US, limit: 10, order: "newest" })).partial, false);
    await store.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("a second process is told that the index is in use", async () => {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-crash-"));
  const child = spawn(process.execPath, [PROGRAM, directory], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await assert.rejects(openEmbeddedStore({ directory }), { code: "conflict" });
  } finally {
    child.kill("SIGKILL");
    await new Promise((resolve) => child.on("close", resolve));
    rmSync(directory, { recursive: true });
  }
});
