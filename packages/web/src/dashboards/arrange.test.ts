// Arranging panels changes their order and width, and never loses or doubles one.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { PanelJson } from "../api/dashboards.ts";
import { freshPanel, putBefore, steppedPanel, widened, withoutPanel } from "./arrange.ts";

const panel = (id: string): PanelJson => ({ id, kind: "kpi", of: "asr", title: id, query: "", width: 1 });
const panels = ["a", "b", "c", "d"].map(panel);
const order = (some: readonly PanelJson[]): string => some.map(({ id }) => id).join("");

test("a panel dropped on another takes its place, from either side", () => {
  assert.deepEqual(
    [order(putBefore(panels, "d", "b")), order(putBefore(panels, "a", "c")), order(putBefore(panels, "a", "x"))],
    ["adbc", "bcad", "abcd"],
  );
});

test("a step beyond the ends goes nowhere", () => {
  assert.deepEqual(
    [order(steppedPanel(panels, "a", -1)), order(steppedPanel(panels, "d", 1)), order(steppedPanel(panels, "b", 1))],
    ["abcd", "abcd", "acbd"],
  );
});

test("a width stays between one and three columns", () => {
  const wide = [1, 1, 1, 1].reduce((now) => widened(now, "a", 1), panels);
  assert.deepEqual([wide[0]?.width, widened(panels, "a", -1)[0]?.width], [3, 1]);
});

test("a new panel has an id of its own, whatever was removed before", () => {
  const fewer = withoutPanel([panel("p1"), panel("p2"), panel("p3")], "p1");
  const fresh = freshPanel(["top", "ua", "Phones"], fewer);
  assert.ok(!fewer.some(({ id }) => id === fresh.id));
});

test("whatever is moved, the panels stay the same ones", () => {
  const id = fc.constantFrom("a", "b", "c", "d");
  fc.assert(
    fc.property(id, id, fc.constantFrom(-1 as const, 1 as const), (from, to, by) => {
      for (const next of [putBefore(panels, from, to), steppedPanel(panels, from, by)])
        assert.equal([...order(next)].toSorted().join(""), "abcd");
    }),
  );
});
