// P-Charging-Vector: an icid joins when something else agrees; a default that all calls carry joins nobody.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engineWith, joinedOf, legOf, PBX, TRUNK } from "../leg.fixture.ts";

const keys = ["icid:1234bc9876e0f3c5a7b9d"];

test("legs of one icid are one session when a number or the hosts agree", () => {
  assert.deepEqual(joinedOf([legOf("a", { keys, callees: ["300"] }), legOf("b", { keys, path: ["10.9.9.9", TRUNK], at: 20 })]), ["a b"], "the caller");
  assert.deepEqual(joinedOf([legOf("a", { keys, callers: ["anonymous"], callees: ["300"] }), legOf("b", { keys, path: [PBX, TRUNK], at: 20, callers: ["x"], callees: ["y"] })]), ["a b"], "the chain");
});

test("strangers with a default icid are shown as possible and not joined", () => {
  const engine = engineWith([legOf("a", { keys }), legOf("b", { keys, path: [PBX, TRUNK], at: 0.1, callers: ["+33111111111"], callees: ["+33222222222"] })]);
  assert.equal(engine.sessionOf("b"), "b");
  assert.deepEqual(engine.linksOf("a").map(({ verdict, rule }) => [verdict, rule]), [["possible", "charging_vector"]]);
  assert.match(engine.linksOf("a")[0]!.evidence, /neither numbers nor hosts agree/);
});

test("two calls the same way with one icid are two calls", () => {
  assert.deepEqual(joinedOf([legOf("a", { keys }), legOf("b", { keys, at: 1, callees: ["+498911111111"] })]), ["a", "b"]);
});
