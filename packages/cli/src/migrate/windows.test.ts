// However rows lie in time and however little a window takes: each row once, in windows without a gap.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { TimeRange } from "@sipglass/model";
import type { HomerRow } from "./homer-row.ts";
import { covers, gapsOf, piecesOf } from "./ranges.ts";
import { windowsOf, type RowSource, type Window } from "./windows.ts";

const END_US = 10_000_000_000;
const rowAt = (timeUs: number, i: number): HomerRow => ({ id: String(i), timeUs, sid: "", header: {}, raw: "" });
const inRange = ({ fromUs, toUs }: TimeRange) => ({ timeUs }: HomerRow): boolean => timeUs >= fromUs && timeUs < toUs;

function sourceOf(tables: Readonly<Record<string, readonly HomerRow[]>>, mostRows: number): RowSource & { largest: number } {
  const source = {
    largest: 0,
    async rows(table: string, range: TimeRange, limit = Number.POSITIVE_INFINITY) {
      assert.ok(limit <= mostRows + 1 || range.toUs === range.fromUs + 1, "only one microsecond may be asked for without a limit");
      const rows = tables[table]!.filter(inRange(range)).toSorted((a, b) => a.timeUs - b.timeUs).slice(0, limit);
      source.largest = Math.max(source.largest, rows.length);
      return rows;
    },
    async firstUs(table: string, range: TimeRange) {
      return tables[table]!.filter(inRange(range)).reduce<number | undefined>(
        (first, { timeUs }) => (first === undefined || timeUs < first ? timeUs : first),
        undefined,
      );
    },
  };
  return source;
}

async function allWindows(windows: AsyncGenerator<Window>): Promise<Window[]> {
  const all: Window[] = [];
  for await (const window of windows) all.push(window);
  return all;
}

/** Crowded moments, quiet hours, and many rows of one microsecond. */
const times = fc.array(fc.oneof(fc.nat(20), fc.integer({ min: 0, max: END_US - 1 }), fc.constant(5_000_000)), { maxLength: 60 });
const range = fc.tuple(fc.nat(END_US), fc.nat(END_US)).map(([a, b]): TimeRange => ({ fromUs: Math.min(a, b), toUs: Math.max(a, b) + 1 }));

test("every row of what is to be read comes once, in windows that cover all of that time and nothing else", async () => {
  await fc.assert(fc.asyncProperty(times, times, fc.array(range, { maxLength: 3 }), fc.integer({ min: 1, max: 10 }), async (a, b, covered, mostRows) => {
    const tables = { a: a.map(rowAt), b: b.map(rowAt) };
    const readings = [{ table: "a", gaps: gapsOf({ fromUs: 0, toUs: END_US }, []) }, { table: "b", gaps: gapsOf({ fromUs: 0, toUs: END_US }, covered) }];
    const windows = await allWindows(windowsOf(readings, sourceOf(tables, mostRows), mostRows));
    for (const { table, gaps } of readings) {
      const own = windows.filter((window) => window.tables.some((each) => each.table === table));
      const rows = own.flatMap((window) => window.tables.find((each) => each.table === table)!.rows);
      const wanted = tables[table as "a"].filter((row) => gaps.some((gap) => inRange(gap)(row)));
      assert.deepEqual(rows.map(({ id }) => id).sort(), wanted.map(({ id }) => id).sort());
      for (const window of own) for (const row of window.tables.flatMap((each) => each.rows)) assert.ok(inRange(window)(row));
      assert.deepEqual(gapsOf({ fromUs: 0, toUs: END_US }, own), gapsOf({ fromUs: 0, toUs: END_US }, gaps));
      assert.ok(own.every((window, i) => i === 0 || window.fromUs >= own[i - 1]!.toUs));
    }
  }), { numRuns: 300 });
});

test("rows of one microsecond beyond what a window takes come together", async () => {
  const rows = Array.from({ length: 25 }, (_, i) => rowAt(1000, i));
  const windows = await allWindows(windowsOf([{ table: "a", gaps: [{ fromUs: 0, toUs: 5000 }] }], sourceOf({ a: rows }, 10), 10));
  assert.deepEqual(windows.map(({ fromUs, toUs, tables }) => [fromUs, toUs, tables[0]!.rows.length]), [[0, 1001, 25], [1001, 1002, 0], [1002, 5000, 0]]);
});

test("what is covered is left out of a range, and pieces lie between all edges", () => {
  assert.deepEqual(gapsOf({ fromUs: 10, toUs: 100 }, [{ fromUs: 50, toUs: 60 }, { fromUs: 0, toUs: 20 }, { fromUs: 55, toUs: 70 }, { fromUs: 100, toUs: 200 }]), [{ fromUs: 20, toUs: 50 }, { fromUs: 70, toUs: 100 }]);
  assert.deepEqual(gapsOf({ fromUs: 10, toUs: 20 }, [{ fromUs: 0, toUs: 20 }]), []);
  const pieces = piecesOf([{ fromUs: 0, toUs: 10 }, { fromUs: 5, toUs: 20 }]);
  assert.deepEqual(pieces, [{ fromUs: 0, toUs: 5 }, { fromUs: 5, toUs: 10 }, { fromUs: 10, toUs: 20 }]);
  assert.deepEqual(pieces.map((piece) => covers({ fromUs: 0, toUs: 10 }, piece)), [true, true, false]);
});
