// Several legs in one ladder: rows keep their leg, hidden legs leave no trace, times still add up.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromRfc3339, toRfc3339 } from "@sipglass/model";
import { sampleCall, sampleLadder } from "../../dev/sample-call.ts";
import { byStart, legLetter, legsByRef, partOfLadder } from "./leg-ladder.ts";

test("a packet that two legs share belongs to the earlier leg", () => {
  const legs = legsByRef([
    [{ ref: "a" }, { ref: "x" }],
    [{ ref: "x" }, { ref: "b" }],
  ]);
  assert.deepEqual(Object.fromEntries(legs), { a: 0, x: 0, b: 1 });
});

test("legs stand in the order in which they began, and have letters", () => {
  const [late, early] = [
    sampleCall({ id: "late", started_at: "2026-11-20T14:58:04Z" }),
    sampleCall({ id: "early", started_at: "2026-11-20T14:58:03Z" }),
  ];
  assert.deepEqual(
    byStart([late, early]).map(({ id }) => id),
    ["early", "late"],
  );
  assert.deepEqual([0, 1, 25, 26].map(legLetter), ["A", "B", "Z", "A"]);
});

test("without a leg its hosts are gone, and the time since the row above is that of the row now above", () => {
  const start = fromRfc3339("2026-11-20T14:58:03.221415Z");
  const at = (ms: number): string => toRfc3339(start + ms * 1000);
  const ladder = sampleLadder(
    ["phone", "pbx", "carrier"],
    [{ at: at(0) }, { at: at(10), from: 1, to: 2, delta_us: 10_000 }, { at: at(30), from: 1, to: 0, delta_us: 20_000 }],
  );
  const part = partOfLadder(ladder, (ref) => ref !== "w:2");
  assert.deepEqual(
    part.columns.map(({ label }) => label),
    ["phone", "pbx"],
  );
  assert.deepEqual(
    part.rows.map(({ from, to, delta_us }) => [from, to, delta_us]),
    [
      [0, 1, 0],
      [1, 0, 30_000],
    ],
  );
  assert.equal(
    partOfLadder(ladder, () => true),
    ladder,
  );
});

test("arrows keep their hosts, whatever is hidden", () => {
  const rows = fc.array(fc.record({ from: fc.nat(4), to: fc.nat(4) }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(rows, fc.nat(), (all, seed) => {
      const ladder = sampleLadder(["a", "b", "c", "d", "e"], all);
      const part = partOfLadder(ladder, (ref) => (Number(ref.slice(2)) * 7919 + seed) % 3 !== 0);
      const ends = ({ columns }: typeof ladder, { from, to }: { from: number; to: number }) => [columns[from]?.id, columns[to]?.id];
      for (const row of part.rows) {
        const before = ladder.rows.find(({ ref }) => ref === row.ref);
        assert.deepEqual(ends(part, row), before && ends(ladder, before));
      }
    }),
    { numRuns: 60 },
  );
});
