// Patterns that users wrote for Call-IDs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engineWith, legOf, sessionsOf, TRUNK } from "../leg.fixture.ts";

const legs = [legOf("a", { callId: "conf-77-alice@x" }), legOf("b", { callId: "conf-77-bob@y", path: ["10.9.9.9", TRUNK], at: 20, callers: ["c"], callees: ["d"] }), legOf("z", { callId: "conf-78-eve@y", path: ["10.9.9.8", TRUNK], at: 20, callers: ["e"], callees: ["f"] })];

test("legs whose Call-IDs have the first group in common are one session, from when the rule is there until it goes", () => {
  const engine = engineWith(legs);
  assert.deepEqual(sessionsOf(engine, legs), ["a", "b", "z"]);
  engine.useRules([{ id: "1", kind: "call_id_pattern", value: "^conf-(\\d+)-" }]);
  assert.deepEqual(sessionsOf(engine, legs), ["a b", "z"]);
  assert.deepEqual(engine.linksOf("a").map(({ rule, evidence }) => [rule, evidence]), [["user", "Your rule /^conf-(\\d+)-/ finds 77 in the Call-IDs of both legs"]]);
  engine.useRules([]);
  assert.deepEqual(sessionsOf(engine, legs), ["a", "b", "z"]);
});

test("a pattern that is none, and a rule about a header, join nobody here", () => {
  const engine = engineWith(legs);
  engine.useRules([{ id: "1", kind: "call_id_pattern", value: "(" }, { id: "2", kind: "header", value: "x-trace" }]);
  assert.deepEqual(sessionsOf(engine, legs), ["a", "b", "z"]);
});
