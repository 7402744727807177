// Session-ID: a pair of halves, of which one is enough (RFC 7989).
import assert from "node:assert/strict";
import { test } from "node:test";
import { joinedOf, legOf, TRUNK, type LegSketch } from "../leg.fixture.ts";

const [A, B, C] = ["ab30317f1a784dc48ff824d0d3715d86", "47755a9de7794ba387653f2099600ef2", "cc11317f1a784dc48ff824d0d3715d00"];
const apart: LegSketch = { path: [TRUNK, "203.0.113.9"], callers: ["c"], callees: ["d"] };
const sid = (...halves: string[]): string[] => halves.map((half) => `sid:${half}`);

test("legs with one half in common are one session, as the other half changes", () => {
  assert.deepEqual(joinedOf([legOf("a", { keys: sid(A!, B!), until: 60 }), legOf("b", { ...apart, at: 0.1, keys: sid(A!, C!) })]), ["a b"]);
  assert.deepEqual(joinedOf([legOf("a", { keys: sid(A!, B!), until: 60 }), legOf("b", { ...apart, at: 62, keys: sid(C!, B!) })]), ["a b"], "B was handed over");
});

test("halves in common with a call that was over long before join nobody: some agents never change theirs", () => {
  assert.deepEqual(joinedOf([legOf("a", { keys: sid(A!, B!), until: 60 }), legOf("b", { ...apart, at: 90, keys: sid(A!, C!) })]), ["a", "b"]);
});

test("what is no UUID is no Session-ID", () => {
  assert.deepEqual(joinedOf([legOf("a", { keys: sid("1") }), legOf("b", { ...apart, at: 0.1, keys: sid("1") })]), ["a", "b"]);
});
