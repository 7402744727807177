// Tables that fit the terminal, whatever stands in their cells.
import assert from "node:assert/strict";
import { test } from "node:test";
import { displayWidth } from "@sipglass/analyse";
import { durationText } from "./call-text.ts";
import { table, type Column } from "./table.ts";

interface Row {
  name: string;
  count: number;
}

const COLUMNS: Column<Row>[] = [{ title: "name", text: ({ name }) => name, flexible: true }, { title: "count", text: ({ count }) => String(count), align: "right" }];
const ROWS = [{ name: "a short one", count: 7 }, { name: "one that is much too long for a narrow terminal", count: 12_345 }];

test("columns are as wide as their widest cell when there is room", () => {
  assert.equal(table(ROWS, COLUMNS, Number.POSITIVE_INFINITY), `\
name                                             count
a short one                                          7
one that is much too long for a narrow terminal  12345
`);
});

test("the flexible column gives way in a narrow terminal", () => {
  assert.equal(table(ROWS, COLUMNS, 25), `\
name                count
a short one             7
one that is much …  12345
`);
  for (const line of table(ROWS, COLUMNS, 25).split("\n")) assert.ok(displayWidth(line) <= 25);
});

test("wide characters take two cells and control characters cannot leave theirs", () => {
  const lines = table([{ name: "電話", count: 1 }, { name: "\u001b[2Jx\ny", count: 2 }], COLUMNS, 40).split("\n");
  assert.deepEqual(lines, ["name     count", "電話         1", "·[2Jx·y      2", ""]);
});

test("a colour is put around the padded cell", () => {
  const coloured = COLUMNS.map((column) => (column.title === "name" ? { ...column, colour: (cell: string) => `<${cell}>` } : column));
  assert.equal(table([ROWS[0] as Row], coloured, 80), "name         count\n<a short one>      7\n");
});

test("durations read like a clock", () => {
  assert.deepEqual([0, 6.6, 75, 3600, 7385].map(durationText), ["0:00", "0:07", "1:15", "1:00:00", "2:03:05"]);
});
