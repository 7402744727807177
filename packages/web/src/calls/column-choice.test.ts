// Columns: read from anything, moved without loss, as many as fit.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fitted, moved, printColumns, readColumns, stepped, toggled, USUAL_COLUMNS } from "./column-choice.ts";
import { markedThrough, MOST_MARKS, toggledMark } from "./use-marks.ts";

const wide = (id: (typeof USUAL_COLUMNS)[number]) => ({ id, min: 90, grow: 1 });

test("the usual columns need no words, nonsense and doubles are left out", () => {
  assert.deepEqual([printColumns(USUAL_COLUMNS), readColumns(""), readColumns("nonsense,7")], ["", USUAL_COLUMNS, USUAL_COLUMNS]);
  assert.deepEqual(readColumns("ua,time,ua,x"), ["ua", "time"]);
});

test("a column is put before another, behind all, or a step aside; none is lost", () => {
  const column = fc.constantFrom(...USUAL_COLUMNS);
  fc.assert(
    fc.property(column, fc.option(column), fc.constantFrom(-1 as const, 1 as const), (id, before, by) => {
      for (const next of [moved(USUAL_COLUMNS, id, before), stepped(USUAL_COLUMNS, id, by)])
        assert.deepEqual(next.toSorted(), USUAL_COLUMNS.toSorted());
    }),
  );
  assert.deepEqual(moved(["time", "caller", "callee"], "callee", "time"), ["callee", "time", "caller"]);
  assert.deepEqual(moved(["time", "caller", "callee"], "time", null), ["caller", "callee", "time"]);
});

test("the last column cannot be taken away", () => assert.deepEqual(toggled(["time"], "time"), ["time"]));

test("with too little room the lesser columns go first, the others keep their order", () => {
  const all = USUAL_COLUMNS.map(wide);
  assert.equal(fitted(all, 1400, 92).columns.length, USUAL_COLUMNS.length);
  const few = fitted(all, 620, 92).columns.map(({ id }) => id);
  assert.ok(!few.includes("msgs") && !few.includes("via") && few.includes("caller") && few.includes("outcome"));
  assert.deepEqual(
    few,
    USUAL_COLUMNS.filter((id) => few.includes(id)),
  );
  assert.equal(fitted(all, 375, 92).narrow, true);
});

test("the narrowest telephone still shows who called whom and how it ended, beside times with a date", () => {
  assert.deepEqual(
    fitted(USUAL_COLUMNS.map(wide), 360, 132).columns.map(({ id }) => id),
    ["time", "caller", "callee", "outcome"],
  );
});

test("marks: one by one, or a stretch up or down, never more than a ladder can hold", () => {
  const rows = Array.from({ length: 100 }, (_, index) => ({ id: `c${index}` }));
  const one = toggledMark(new Set(), "c5");
  assert.deepEqual([...markedThrough(one, rows, "c5", "c8")], ["c5", "c6", "c7", "c8"]);
  assert.deepEqual([...markedThrough(one, rows, "c5", "c3")].toSorted(), ["c3", "c4", "c5"]);
  assert.equal(toggledMark(one, "c5").size, 0);
  assert.equal(markedThrough(one, rows, "c0", "c99").size, MOST_MARKS);
});
