// How far a migration has come: ranges grow together, and nothing is counted twice.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { isSipglassError } from "@sipglass/model";
import type { MigratedRows } from "./migrated.ts";
import { freshState } from "./state.fixture.ts";

const it = freshState();
after(() => it.close());
const { migrated } = it.state;
const rowsOf = (table: string, rows: number, change: Partial<MigratedRows> = {}): MigratedRows => ({ table, rows, archived: rows, leftOut: 0, refused: 0, refusals: [], ...change });

test("ranges of a table that touch are one, with the sum of their rows; other tables and sources are apart", () => {
  migrated.add("one", { fromUs: 0, toUs: 10, tables: [rowsOf("call", 3), rowsOf("log", 1)] });
  migrated.add("one", { fromUs: 20, toUs: 30, tables: [rowsOf("call", 4, { archived: 3, refused: 1, refusals: [{ id: "9", reason: "bad_port" }] })] });
  assert.deepEqual(migrated.ranges("one").map(({ table, fromUs, toUs, rows }) => [table, fromUs, toUs, rows]), [["call", 0, 10, 3], ["call", 20, 30, 4], ["log", 0, 10, 1]]);
  migrated.add("one", { fromUs: 10, toUs: 20, tables: [rowsOf("call", 5, { archived: 4, leftOut: 1 })] });
  const [call] = migrated.ranges("one");
  assert.deepEqual(call, { table: "call", fromUs: 0, toUs: 30, rows: 12, archived: 10, leftOut: 1, refused: 1, refusals: [{ id: "9", reason: "bad_port" }], changedAtUs: it.now() });
  assert.deepEqual(migrated.ranges("two"), []);
});

test("what is here already cannot be said again, and then nothing of it is", () => {
  migrated.add("twice", { fromUs: 0, toUs: 10, tables: [rowsOf("call", 1)] });
  for (const [fromUs, toUs] of [[0, 10], [9, 20], [2, 3]] as const) {
    assert.throws(() => migrated.add("twice", { fromUs, toUs, tables: [rowsOf("log", 1), rowsOf("call", 1)] }), (error) => isSipglassError(error) && error.code === "conflict");
  }
  assert.deepEqual(migrated.ranges("twice").map(({ table, rows }) => [table, rows]), [["call", 1]]);
});

test("in whatever order pieces come, the whole is one range with all rows", () => {
  let source = 0;
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 6 }), fc.infiniteStream(fc.nat()), (cuts, order) => {
    source += 1;
    const edges = [0, ...cuts.sort((a, b) => a - b), 100];
    const pieces = edges.slice(1).map((toUs, i) => ({ fromUs: edges[i]!, toUs, rank: order.next().value as number })).sort((a, b) => a.rank - b.rank);
    for (const { fromUs, toUs } of pieces) migrated.add(`s${source}`, { fromUs, toUs, tables: [rowsOf("call", toUs - fromUs)] });
    assert.deepEqual(migrated.ranges(`s${source}`).map(({ fromUs, toUs, rows }) => [fromUs, toUs, rows]), [[0, 100, 100]]);
  }), { numRuns: 60 });
});

test("of rows that could not be read a thousand are named, all are counted", () => {
  const refusals = Array.from({ length: 800 }, (_, i) => ({ id: String(i), reason: "bad_port" }));
  for (const fromUs of [0, 10])
    migrated.add("broken", { fromUs, toUs: fromUs + 10, tables: [rowsOf("call", 800, { archived: 0, refused: 800, refusals })] });
  const [call] = migrated.ranges("broken");
  assert.deepEqual([call?.refused, call?.refusals.length], [1600, 1000]);
});
