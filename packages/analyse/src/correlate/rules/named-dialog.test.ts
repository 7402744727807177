// Replaces, Join, Target-Dialog, and Refer-To with Replaces: dialogs named by their Call-ID.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engineWith, joinedOf, legOf, TRUNK, type LegSketch } from "../leg.fixture.ts";

const apart: LegSketch = { path: [TRUNK, "203.0.113.9"], at: 40, callers: ["c"], callees: ["d"] };

test("whichever header names the dialog, the legs are one session, by the rule of that header", () => {
  for (const [key, rule] of [["replaces", "replaces"], ["join", "join"], ["target", "target_dialog"], ["referred", "refer"]] as const) {
    const engine = engineWith([legOf("a"), legOf("b", { ...apart, keys: [`${key}:a-0f3c5a7b9d@host`] })]);
    assert.deepEqual(engine.linksOf("a").map((link) => [link.rule, link.verdict]), [[rule, "joined"]]);
  }
});

test("an attended transfer is one session of three legs", () => {
  const consult = legOf("consult", { at: 20, until: 45, callees: ["+4940555555"] });
  const legs = [legOf("a", { until: 45, keys: ["referred:consult-0f3c5a7b9d@host"] }), consult, legOf("new", { ...apart, at: 41, keys: ["replaces:consult-0f3c5a7b9d@host"] })];
  assert.deepEqual(joinedOf(legs), ["a consult new"]);
});

test("a dialog that is long gone is not the one that is meant", () => {
  assert.deepEqual(joinedOf([legOf("a", { until: 10 }), legOf("b", { ...apart, at: 5000, keys: ["replaces:a-0f3c5a7b9d@host"] })]), ["a", "b"]);
});
