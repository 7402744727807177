// Rows of sessions: no leg is told twice, none is lost, and order stays.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sampleCall } from "../../dev/sample-call.ts";
import { sessionRows } from "./sessions.ts";

const call = (id: string, session_id = id) => sampleCall({ id, session_id });
const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

test("legs of one session are one row, told by the earliest leg, where the first of them stood", () => {
  const { rows, legs } = sessionRows([call("z"), call("b", "a"), call("y"), call("a")], new Map([["a", 3]]), new Map());
  assert.deepEqual(ids(rows), ["z", "a", "y"]);
  assert.deepEqual(legs.get("a"), { count: 3, unfolded: false, below: false });
  assert.equal(legs.get("z")?.count, 1);
});

test("an unfolded session shows its other legs below it", () => {
  const { rows, legs } = sessionRows([call("a"), call("y")], new Map([["a", 2]]), new Map([["a", [call("a"), call("b", "a")]]]));
  assert.deepEqual(ids(rows), ["a", "b", "y"]);
  assert.deepEqual([legs.get("a")?.unfolded, legs.get("b")?.below], [true, true]);
});

test("a leg that came live is counted before the list is asked again; without its session's row it stands for it", () => {
  assert.equal(sessionRows([call("b", "a"), call("a")], new Map([["a", 1]]), new Map()).legs.get("a")?.count, 2);
  assert.deepEqual(ids(sessionRows([call("b", "a")], new Map(), new Map()).rows), ["b"]);
});

test("every session has one row, in the order of its first leg", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { maxLength: 30 }), (sessions) => {
      const calls = sessions.map((session, index) => call(`c${index}`, `s${session}`));
      const { rows } = sessionRows(calls, new Map(), new Map());
      assert.deepEqual(
        rows.map(({ session_id }) => session_id),
        [...new Set(calls.map(({ session_id }) => session_id))],
      );
    }),
    { numRuns: 100 },
  );
});
