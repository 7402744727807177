// Guesses: media, numbers, hosts and time, each with the strangers that it must not join.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CALLEE, CALLER, engineWith, joinedOf, legOf, PBX, PHONE, TRUNK, type LegSketch } from "../leg.fixture.ts";

const out: LegSketch = { path: [PBX, TRUNK], at: 0.02 };
const media = ["media:192.0.2.10:20000", "origin:- 4711471100 192.0.2.10"];

test("the same media address and origin along a chain join, whatever became of the numbers", () => {
  const engine = engineWith([legOf("a", { keys: media }), legOf("b", { ...out, keys: media, callers: ["+33111111111"], callees: ["+33222222222"] })]);
  assert.deepEqual(engine.linksOf("a").map(({ rule, verdict }) => [rule, verdict]), [["sdp_origin", "joined"]]);
  assert.match(engine.linksOf("a")[0]!.evidence, /media address 192\.0\.2\.10:20000 and the SDP origin; 192\.0\.2\.20 took the first leg and made the second/);
});

test("a media address alone joins along a chain, unless both numbers say that these are others (private networks use the same ones)", () => {
  const keys = ["media:192.168.1.10:4000"];
  assert.deepEqual(joinedOf([legOf("a", { keys }), legOf("b", { ...out, keys, callers: ["201"], callees: ["0"] })]), ["a b"]);
  assert.deepEqual(joinedOf([legOf("a", { keys }), legOf("b", { ...out, keys, callers: ["+33111111111"], callees: ["+33222222222"] })]), ["a", "b"]);
});

test("a port of the host between is one of its own, used again: no leg of both calls", () => {
  const keys = [`media:${PBX}:57712`];
  assert.deepEqual(joinedOf([legOf("a", { keys, callers: ["anonymous"], callees: ["300"] }), legOf("b", { ...out, at: 14, keys })]), ["a", "b"]);
  assert.deepEqual(joinedOf([legOf("a", { keys, callees: ["300"] }), legOf("b", { ...out, at: 14, keys })]), ["a b"]);
});

test("a port that is used again after the call is another call's", () => {
  assert.deepEqual(joinedOf([legOf("a", { keys: media, until: 10 }), legOf("b", { ...out, at: 12, keys: media })]), ["a", "b"]);
});

test("an origin without a number of its own joins nobody", () => {
  const keys = ["origin:- 0 192.168.1.10"];
  assert.deepEqual(joinedOf([legOf("a", { keys, callers: ["p"], callees: ["q"] }), legOf("b", { ...out, keys, callers: ["x"], callees: ["y"] })]), ["a", "b"]);
});

test("numbers join however they are written", () => {
  for (const [callers, callees] of [[["03012345678"], ["0049 89 99887766"]], [["004930 12345678"], ["9#+498999887766"]], [["+493012345678"], ["908999887766"]]]) {
    assert.deepEqual(joinedOf([legOf("a"), legOf("b", { ...out, callers: callers!, callees: callees! })]), ["a b"], `${callers} ${callees}`);
  }
});

test("another area code, another number", () => {
  assert.deepEqual(joinedOf([legOf("a", { callers: ["+493012345678"] }), legOf("b", { ...out, callers: ["+498912345678"] })]), ["a", "b"]);
});

test("one number is enough when the other became an extension, and when no other leg fits as well", () => {
  assert.deepEqual(joinedOf([legOf("a"), legOf("b", { ...out, callees: ["301"] })]), ["a b"]);
  assert.deepEqual(joinedOf([legOf("a", { callers: ["201"] }), legOf("b", out)]), ["a b"]);
  const rival = legOf("r", { at: 0.01, path: ["192.0.2.11", PBX], callees: ["+498911111111"] });
  const engine = engineWith([legOf("a"), rival, legOf("b", { ...out, callees: ["301"] })]);
  assert.equal(engine.sessionOf("b"), "b");
  assert.deepEqual(engine.linksOf("b").map(({ verdict }) => verdict), ["possible", "possible"]);
});

test("an extension alone joins only what follows at once", () => {
  const [call, leg] = [legOf("a", { callers: ["201"], callees: ["300"] }), (at: number) => legOf("b", { ...out, at, callers: ["201"], callees: ["301"] })];
  assert.deepEqual(joinedOf([call, leg(1)]), ["a b"]);
  assert.deepEqual(joinedOf([call, leg(6)]), ["a", "b"]);
});

test("callers of one queue stay apart: each agent's leg goes to its own caller, or to none", () => {
  const calls = ["+4930111111111", "+4930222222222", "+4930333333333"].map((caller, i) => legOf(`in${i}`, { at: i / 10, path: [`192.0.2.1${i}`, PBX], callers: [caller], callees: ["+49800100100"] }));
  const agents = calls.map((call, i) => legOf(`out${i}`, { at: 2 + i / 10, path: [PBX, `192.0.2.6${i}`], callers: call.callers, callees: [`40${i}`] }));
  const withheld = legOf("unknown", { at: 2.5, path: [PBX, "192.0.2.69"], callers: ["anonymous"], callees: ["+49800100100"] });
  assert.deepEqual(joinedOf([...calls, ...agents, withheld]), ["in0 out0", "in1 out1", "in2 out2", "unknown"]);
});

test("a redial is another call: the second attempt's leg goes to the second attempt", () => {
  const [one, two] = [legOf("one", { until: 3 }), legOf("two", { at: 6 })];
  assert.deepEqual(joinedOf([one, legOf("one-out", { ...out, until: 2.9 }), two, legOf("two-out", { ...out, at: 6.02 })]), ["one one-out", "two two-out"]);
});

test("two calls between the same numbers at the same time are not told apart by them", () => {
  const engine = engineWith([legOf("a"), legOf("b", { at: 0.01, path: ["192.0.2.11", PBX] }), legOf("c", out), legOf("d", { ...out, at: 0.03, path: [PBX, "198.51.100.6"] })]);
  for (const id of ["a", "b", "c", "d"]) assert.equal(engine.sessionOf(id), id);
  for (const { verdict, confidence, evidence } of engine.linksOf("c").filter(({ from, to }) => to === "c" && "ab".includes(from))) {
    assert.deepEqual([verdict, confidence], ["possible", 0.45], "as likely the one as the other");
    assert.match(evidence, /but 1 other leg fits as well$/);
  }
});

test("one after the other, they are", () => {
  assert.deepEqual(joinedOf([legOf("a"), legOf("c", out), legOf("b", { at: 4 }), legOf("d", { ...out, at: 4.02 })]), ["a c", "b d"]);
});

test("calls the same way at the same time are two calls, and a leg that begins too late is nobody's", () => {
  assert.deepEqual(joinedOf([legOf("a"), legOf("b", { at: 0.5 })]), ["a", "b"]);
  assert.deepEqual(joinedOf([legOf("a"), legOf("b", { ...out, at: 40 })]), ["a", "b"]);
});

test("a B2BUA with two addresses is crossed by both long numbers within seconds, by less it is not", () => {
  const inside: LegSketch = { path: ["10.0.0.20", TRUNK], at: 0.1 };
  assert.deepEqual(joinedOf([legOf("a"), legOf("b", inside)]), ["a b"]);
  assert.deepEqual(joinedOf([legOf("a"), legOf("b", { ...inside, callees: ["301"] })]), ["a", "b"]);
  assert.deepEqual(joinedOf([legOf("a", { callers: ["201"] }), legOf("b", { ...inside, callers: ["201"] })]), ["a", "b"]);
  assert.deepEqual(joinedOf([legOf("a"), legOf("b", { ...inside, at: 9 })]), ["a", "b"]);
});

test("withheld numbers and names that mean nobody join nobody", () => {
  for (const name of ["anonymous", "Restricted", "unknown", ""]) assert.deepEqual(joinedOf([legOf("a", { callers: [name], callees: ["300"] }), legOf("b", { ...out, callers: [name], callees: ["301"] })]), ["a", "b"], name);
});

test("clocks of two agents may disagree by a second; one mirror inverts by milliseconds alone", () => {
  assert.deepEqual(joinedOf([legOf("a", { at: 1 }), legOf("b", { ...out, at: 0, agents: ["core"] })]), ["b a"]);
  assert.deepEqual(joinedOf([legOf("a", { at: 1 }), legOf("b", { ...out, at: 0 })]), ["a", "b"]);
  assert.deepEqual(joinedOf([legOf("a", { at: 0.01 }), legOf("b", { ...out, at: 0 })]), ["b a"]);
});

test("a diverted call is joined by who was called before, and says so", () => {
  const engine = engineWith([legOf("a"), legOf("b", { ...out, callees: ["+4915111111111"], diverted: [CALLEE] })]);
  assert.equal(engine.sessionOf("b"), "a");
  assert.match(engine.linksOf("b")[0]!.evidence, /diverted from \+498999887766/);
  assert.deepEqual(joinedOf([legOf("a"), legOf("b", { ...out, callees: ["+4915111111111"] })]), ["a", "b"], "without it nobody knows");
});

test("on one host, ports tell the legs apart", () => {
  const lab = (id: string, from: number, to: number, sketch: LegSketch = {}) =>
    legOf(id, { ...sketch, src: "127.0.0.1", srcPort: from, hops: [`127.0.0.1:${from}`, `127.0.0.1:${to}`], path: [] });
  assert.deepEqual(joinedOf([{ ...lab("a", 5061, 5060), src: "127.0.0.1" }, { ...lab("b", 5060, 5062, { at: 0.02 }), src: "127.0.0.1" }]), ["a b"]);
  assert.deepEqual(joinedOf([{ ...lab("a", 5061, 5060), src: "127.0.0.1" }, { ...lab("b", 5071, 5062, { at: 0.02, callees: ["7"] }), src: "127.0.0.1" }]), ["a", "b"]);
});

test("a forked ring joins all its legs, also when it rings one after the other", () => {
  const ring = [301, 302, 303].map((extension, i) => legOf(`r${i}`, { path: [PBX, `192.0.2.3${i}`], at: 0.1 + i * 4, callers: [CALLER], callees: [String(extension)] }));
  assert.deepEqual(joinedOf([legOf("a", { path: [PHONE, PBX] }), ...ring]), ["a r0 r1 r2"]);
});

test("numbers soon after each other say nothing of a call that stood when capture began; its media do", () => {
  const engine = engineWith([legOf("a", { startSeen: false }), legOf("b", out)]);
  assert.deepEqual(engine.linksOf("a").map(({ verdict, confidence }) => [verdict, confidence]), [["possible", 0.5]]);
  assert.match(engine.linksOf("a")[0]!.evidence, /, but the start of one was not seen$/);
  assert.deepEqual(joinedOf([legOf("a", { startSeen: false, keys: media }), legOf("b", { ...out, keys: media })]), ["a b"]);
});
