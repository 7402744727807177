// CSV: read back it is what it was, and nothing in it is a formula.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { callToJson } from "@sipglass/model";
import { callOf } from "../serve/questions.fixture.ts";
import { CSV_COLUMNS, csvCell, csvHead, csvRow } from "./csv.ts";

test("what a spreadsheet would compute begins with an apostrophe", () => {
  assert.equal(csvCell('=HYPERLINK("http://x","y")'), `"'=HYPERLINK(""http://x"",""y"")"`);
  for (const cell of ["+1+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", " =1", "＝1"]) assert.match(csvCell(cell), /^"?'/, cell);
});

test("numbers of telephones and of anything else stay what they are", () => {
  for (const cell of ["+4930123456", "-3.5", "112", "alice", "a=b"]) assert.equal(csvCell(cell), cell);
  assert.deepEqual([csvCell(4.25), csvCell(-1), csvCell(null)], ["4.25", "-1", ""]);
});

test("whatever a cell holds, it is one cell and begins with no sign of a formula", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), (text) => {
      const cell = csvCell(text);
      const read = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      assert.ok(read === text || read === `'${text}`);
      if (!cell.startsWith('"')) assert.ok(!/[",\r\n]/.test(cell));
      assert.ok(!/^[=@\t]/.test(read));
    }),
    { numRuns: 500 },
  );
});

test("every column that is offered has a cell", () => {
  const row = csvRow(callToJson(callOf("a")), CSV_COLUMNS);
  assert.equal(row.split(",").length, csvHead(CSV_COLUMNS).split(",").length);
});
