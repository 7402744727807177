// The engine as a whole: legs join in any order, sessions merge, split and stay apart.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { engineWith, joinedOf, legOf, PBX, PHONE, sessionsOf, START_US, TRUNK } from "./leg.fixture.ts";
import type { LegFacts } from "./leg-facts.ts";
import { createLinkEngine } from "./link-engine.ts";

const outgoing = { path: [PBX, TRUNK], at: 0.02 };

test("a leg without relatives is a session of its own", () => {
  const engine = engineWith([legOf("a")]);
  assert.equal(engine.sessionOf("a"), "a");
  assert.deepEqual(engine.linksOf("a"), []);
  assert.equal(engine.sessionOf("nobody"), undefined);
});

test("a session has the id of its earliest leg, and a leg that comes late is told to all", () => {
  const engine = engineWith([legOf("b", outgoing)]);
  assert.deepEqual(engine.takeMoved(), []);
  engine.add(legOf("a"));
  assert.equal(engine.sessionOf("b"), "a");
  assert.deepEqual(engine.takeMoved().map(({ id, sessionId }) => [id, sessionId]), [["b", "a"]]);
  assert.deepEqual(engine.takeMoved(), []);
});

test("who sees only a later leg knows the session by that one, and is told when an earlier one of his comes", () => {
  const engine = engineWith([legOf("b", { ...outgoing, tenants: ["beta"] })]);
  engine.add(legOf("a", { tenants: ["acme"] }));
  const firstLegs = [{ tenant: "acme", id: "a" }, { tenant: "beta", id: "b" }];
  assert.deepEqual(engine.takeMoved().map(({ id, ...place }) => ({ id, firstLegs: place.firstLegs })), [{ id: "b", firstLegs }]);
  assert.deepEqual(engine.placeOf("a"), { sessionId: "a", firstLegs: [] });
  // The first leg turns out to be beta's as well: no id changed, and yet beta knows the session by another.
  engine.add(legOf("a", { tenants: ["acme", "beta"] }));
  assert.deepEqual(engine.takeMoved().map(({ id, sessionId, firstLegs: left }) => [id, sessionId, left]), [["b", "a", []]]);
  assert.equal(engine.placeOf("nobody"), undefined);
});

test("a chain of three is one session seen from any of its legs", () => {
  const legs = [legOf("a"), legOf("b", outgoing), legOf("c", { path: [TRUNK, "203.0.113.9"], at: 0.05 })];
  const engine = engineWith(legs);
  for (const { id } of legs) assert.deepEqual(engine.legsOf(id), ["a", "b", "c"]);
  assert.deepEqual(engine.linksOf("c").map(({ from, to, rule }) => [from, to, rule]), [["a", "b", "numbers"], ["b", "c", "numbers"]]);
});

test("one incoming leg that rings at many has them all", () => {
  const forks = ["b", "c", "d"].map((id, i) => legOf(id, { path: [PBX, `192.0.2.3${i}`], at: 0.02 + i / 1000, callees: [`30${i}`] }));
  assert.deepEqual(joinedOf([legOf("a"), ...forks]), ["a b c d"]);
});

test("links say which leg came first, why, and how sure it is", () => {
  const engine = engineWith([legOf("a"), legOf("b", { ...outgoing, keys: ["hdr:x-cid=a-0f3c5a7b9d@host"] })]);
  const [link, ...others] = engine.linksOf("b");
  assert.deepEqual(others, []);
  assert.deepEqual({ ...link, evidence: "" }, { rule: "x_cid", from: "a", to: "b", confidence: 0.99, verdict: "joined", evidence: "" });
  assert.match(link?.evidence ?? "", /X-CID is the Call-ID of the other leg \(a-0f3c5a7b9d@host\)/);
});

test("a link that no longer stands takes the session apart again", () => {
  const engine = engineWith([legOf("a"), legOf("b", { ...outgoing, at: 3 })]);
  assert.equal(engine.sessionOf("b"), "a");
  engine.add(legOf("a", { until: 1 }));
  assert.equal(engine.sessionOf("b"), "b");
  assert.deepEqual(engine.legsOf("a"), ["a"]);
});

test("what a user confirmed is joined, what a user split stays apart though something between would join it", () => {
  const legs = [legOf("a"), legOf("b", outgoing), legOf("c", { path: [TRUNK, "203.0.113.9"], at: 0.05 }), legOf("z", { path: ["203.0.113.77"], callers: ["x"], callees: ["y"] })];
  const engine = engineWith(legs);
  engine.decide("a", "z", { from: "a", to: "z", verdict: "confirmed", by: "ada", atUs: START_US });
  engine.decide("a", "c", { from: "a", to: "c", verdict: "split", by: "ada", atUs: START_US });
  assert.deepEqual(sessionsOf(engine, legs), ["a z b", "c"]);
  assert.deepEqual(engine.linksOf("z").find(({ rule }) => rule === "user"), { rule: "user", from: "a", to: "z", confidence: 1, verdict: "confirmed", evidence: "Confirmed by ada" });
  engine.decide("a", "c", undefined);
  engine.decide("a", "z", undefined);
  assert.deepEqual(sessionsOf(engine, legs), ["a b c", "z"]);
});

test("a decision waits for its legs", () => {
  const engine = createLinkEngine();
  engine.decide("a", "b", { from: "a", to: "b", verdict: "split", by: "ada", atUs: START_US });
  engine.add(legOf("a"));
  engine.add(legOf("b", outgoing));
  assert.equal(engine.sessionOf("b"), "b");
});

test("the engine holds only so many legs, and lets go of whole sessions", () => {
  const legs = ["a", "b"].flatMap((id, i) => [legOf(`${id}1`, { at: i * 100, callers: [`491511111${i}0`] }), legOf(`${id}2`, { ...outgoing, at: i * 100 + 0.02, callers: [`491511111${i}0`] })]);
  const engine = engineWith(legs, { maxLegs: 3 });
  assert.equal(engine.size, 2);
  assert.deepEqual(engine.legsOf("b1"), ["b1", "b2"]);
  assert.equal(engine.has("a2"), false);
});

const anyLeg = fc.record({
  at: fc.integer({ min: 0, max: 40 }).map((tenth) => tenth / 10), lasts: fc.constantFrom(0, 1, 3, 20), path: fc.constantFrom<string[]>([PHONE, PBX], [PBX, TRUNK], [TRUNK, "203.0.113.9"], [PHONE, PBX, TRUNK]),
  callers: fc.constantFrom<string[]>(["+4930111111111"], ["+4930222222222"], ["201"]), callees: fc.constantFrom<string[]>(["+4989333333333"], ["300"], ["301"]),
  keys: fc.subarray(["hdr:x-cid=one-shared-value", "media:10.0.0.1:4000", "media:10.0.0.1:4002", "sid:0123456789abcdef0123456789abcdef", "origin:- 4711 10.0.0.1"], { maxLength: 2 }),
});

const someLegs = fc.array(anyLeg, { minLength: 2, maxLength: 8 }).map((sketches) => sketches.map(({ lasts, at, ...rest }, i) => legOf(`leg${i}`, { ...rest, at, until: lasts === 0 ? 0 : at + lasts })));
const inAnyOrder = <T>(items: T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray(items, { minLength: items.length });

test("the order in which legs arrive does not matter", () => {
  fc.assert(
    fc.property(someLegs.chain((legs) => fc.tuple(fc.constant(legs), inAnyOrder(legs))), ([legs, shuffled]) => assert.deepEqual(joinedOf(shuffled), joinedOf(legs))),
    { numRuns: 500 },
  );
});

test("nor does it when what is known of them comes bit by bit", () => {
  const bits = (legs: LegFacts[]) => fc.tuple(inAnyOrder(legs), inAnyOrder(legs), inAnyOrder(legs));
  fc.assert(
    fc.property(someLegs.chain((legs) => fc.tuple(fc.constant(legs), bits(legs))), ([legs, [begun, keyed, ended]]) => {
      const engine = engineWith(begun.map((leg) => ({ ...leg, endedAtUs: 0, keys: leg.keys.slice(0, 1) })));
      for (const leg of keyed) engine.add({ ...leg, endedAtUs: 0 });
      for (const leg of ended) engine.add(leg);
      assert.deepEqual(sessionsOf(engine, legs), joinedOf(legs));
    }),
    { numRuns: 500 },
  );
});

test("of many legs that fit alike the five first are shown, and how many more there are", () => {
  const twins = Array.from({ length: 12 }, (_, i) => legOf(`in${i}`, { at: i / 100, path: [`192.0.2.${100 + i}`, PBX] }));
  const engine = engineWith([...twins, legOf("out", { at: 0.2, path: [PBX, TRUNK] })]);
  const links = engine.linksOf("out");
  assert.deepEqual(links.map(({ verdict }) => verdict), Array(5).fill("possible"));
  assert.match(links[0]!.evidence, /; but 11 other legs fit as well$/);
  assert.equal(engine.morePossibleOf("out"), 7);
  assert.deepEqual([engine.linksOf("in0").length, engine.morePossibleOf("in0")], [1, 0]);
});
