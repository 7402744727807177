// Call-IDs made of one another, and Call-IDs that only look alike.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { coresOf } from "../call-id-forms.ts";
import { joinedOf, legOf, PBX, TRUNK, type LegSketch } from "../leg.fixture.ts";

const other: LegSketch = { path: [PBX, TRUNK], at: 0.1, callers: ["x"], callees: ["y"] };
const pair = (first: string, second: string, sketch: LegSketch = other): string[] => joinedOf([legOf("a", { callId: first, callers: ["p"], callees: ["q"] }), legOf("b", { ...sketch, callId: second })]);

test("something before it, behind it, or another host: one session", () => {
  for (const [first, second] of [
    ["8f3a9c1e77d24b50@10.0.0.1", "8f3a9c1e77d24b50_b2b-1@10.0.0.1"], ["8f3a9c1e77d24b50@10.0.0.1", "8f3a9c1e77d24b50@10.0.0.1_b2b-1"], ["8f3a9c1e77d24b50", "8f3a9c1e77d24b50_b2b-1"],
    ["1-28539@127.0.0.10", "legb///1-28539@127.0.0.10"], ["8f3a9c1e77d24b50@10.0.0.1", "sbc-8f3a9c1e77d24b50@10.0.0.1"], ["8f3a9c1e77d24b50@10.0.0.1", "8f3a9c1e77d24b50@198.51.100.5"],
    ["0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9-leg2"], ["8f3a9c1e77d24b50@10.0.0.1", "8f3a9c1e77d24b50"],
  ] as const) {
    assert.deepEqual(pair(first, second), ["a b"], `${first} ${second}`);
    assert.deepEqual(pair(second, first), ["a b"], `${second} ${first}`);
  }
});

test("neighbours of a counter, short ones and two that were made of a third are strangers", () => {
  const unlike: LegSketch = { ...other, path: ["10.9.9.9", TRUNK] };
  for (const [first, second] of [
    ["1-28539@127.0.0.10", "2-28539@127.0.0.10"], ["call-1000001@pbx", "call-1000002@pbx"], ["1-28539@127.0.0.10", "1-28539@127.0.0.99"], ["12345678", "12345678-1"],
    ["8f3a9c1e77d24b50_b2b-1", "8f3a9c1e77d24b50x_b2b-1"], ["1@a", "1@b"],
  ] as const) assert.deepEqual(pair(first, second, unlike), ["a", "b"], `${first} ${second}`);
});

test("short ones that repeat at two hosts are joined when the hosts make a chain", () => {
  assert.deepEqual(pair("1-28539@127.0.0.10", "1-28539@127.0.0.99"), ["a b"]);
});

test("whatever the Call-ID is, its cores are few, shorter, and found in no time", () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (callId) => {
    const cores = coresOf(callId);
    assert.ok(cores.length <= 16);
    for (const core of cores) assert.ok(core.length < callId.length && core !== callId);
  }), { numRuns: 300 });
});
