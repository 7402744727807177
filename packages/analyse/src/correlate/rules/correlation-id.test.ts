// Correlation headers and HEP ids: either leg may name the other, or both carry a third id; constants join nobody.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engineWith, joinedOf, legOf, PBX, TRUNK, type LegSketch } from "../leg.fixture.ts";

/** No number, host or time in common with the first leg of a test. */
const apart: LegSketch = { path: [TRUNK, "203.0.113.9"], at: 30, callers: ["+33111111111"], callees: ["+33222222222"] };
const rules = (keys: { a?: string[]; b?: string[] }): (string | number)[][] =>
  engineWith([legOf("a", { keys: keys.a ?? [] }), legOf("b", { ...apart, keys: keys.b ?? [] })]).linksOf("a").map(({ rule, confidence, verdict }) => [rule, confidence, verdict]);

test("X-CID joins whichever leg carries it, with nothing else in common", () => {
  assert.deepEqual(rules({ b: ["hdr:x-cid=a-0f3c5a7b9d@host"] }), [["x_cid", 0.99, "joined"]]);
  assert.deepEqual(rules({ a: ["hdr:x-cid=b-0f3c5a7b9d@host"] }), [["x_cid", 0.99, "joined"]]);
});

test("a configured header joins by the other's Call-ID and by a value that both have", () => {
  assert.deepEqual(rules({ b: ["hdr:x-trace=a-0f3c5a7b9d@host"] }), [["configured_header", 0.99, "joined"]]);
  const both = ["hdr:x-trace=5d41402abc4b2a76"];
  assert.deepEqual(joinedOf([legOf("a", { keys: both }), legOf("b", { ...apart, callees: ["300"], keys: both })]), ["a b"]);
  assert.deepEqual(rules({ a: both, b: both }), [["configured_header", 0.6, "possible"]], "numbers and hosts of others");
});

test("the same value in two different headers is two values", () => {
  assert.deepEqual(rules({ a: ["hdr:x-one=5d41402abc4b2a76"], b: ["hdr:x-two=5d41402abc4b2a76"] }), []);
});

test("the HEP correlation id joins in both directions", () => {
  assert.deepEqual(rules({ b: ["hep:a-0f3c5a7b9d@host"] }), [["hep_correlation", 0.98, "joined"]]);
  assert.deepEqual(rules({ a: ["hep:b-0f3c5a7b9d@host"] }), [["hep_correlation", 0.98, "joined"]]);
  const both = ["hep:5d41402abc4b2a76"];
  assert.deepEqual(joinedOf([legOf("a", { keys: both }), legOf("b", { ...apart, callees: ["300"], keys: both })]), ["a b"]);
});

test("a constant that every call carries joins no strangers", () => {
  for (const key of ["hdr:x-cid=1", "hdr:x-cid=none", "hep:0", "hdr:x-trace=unknown"]) assert.deepEqual(rules({ a: [key], b: [key] }), [], key);
});

test("a shared id joins no legs of different times: the first was long over", () => {
  const key = ["hdr:x-trace=5d41402abc4b2a76"];
  assert.deepEqual(joinedOf([legOf("a", { keys: key, until: 10 }), legOf("b", { ...apart, at: 200, keys: key })]), ["a", "b"]);
});

test("whose origin is named has no other, however well the numbers of a third leg fit", () => {
  const legs = [legOf("a", { callers: ["anonymous"], callees: ["300"] }), legOf("other"), legOf("b", { path: [PBX, TRUNK], at: 0.02, keys: ["hdr:x-cid=a-0f3c5a7b9d@host"] })];
  assert.deepEqual(joinedOf(legs), ["a b", "other"]);
});

test("an id that more than a dozen legs carry joins none of them, nor those that it joined before", () => {
  const keys = ["hdr:x-trace=all-of-production"];
  const calls = Array.from({ length: 14 }, (_, i) => legOf(`c${String(i).padStart(2, "0")}`, { at: i, keys, path: [`192.0.2.${100 + i}`, PBX], callers: [`20${i}`], callees: [`30${i}`] }));
  assert.equal(joinedOf(calls.slice(0, 3)).length, 1, "as long as they are few");
  assert.equal(joinedOf(calls).length, 14);
  assert.equal(joinedOf(calls.toReversed()).length, 14);
});
