// Where a failure was born.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleLadder } from "../../dev/sample-call.ts";
import type { Ladder } from "../api/shapes.ts";
import { bornRow, finalRow, hostName } from "./born.ts";
import { marksWitnesses } from "./witnesses.ts";
import { arrowLabel, describeRow, signedDelta } from "./describe.ts";

const failed = (from: number, to: number, code = 503) => ({
  from,
  to,
  kind: "failure" as const,
  status_code: code,
  label: `${code} Service Unavailable`,
});
const bornAt = (ladder: Ladder, code: number | null): string | undefined => {
  const row = ladder.rows[bornRow(ladder, code)];
  return row && hostName(ladder, row.from);
};
const relayed = sampleLadder(["10.0.0.5:5060", "sbc", "carrier"], [{}, { from: 1, to: 2 }, failed(2, 1), failed(1, 0)]);
relayed.columns[2] = { id: "c", label: "carrier-b", address: "203.0.113.9:5060" };

test("the first sender of the final status is where it was born; the copies behind it are relayed", () => {
  assert.equal(bornRow(relayed, 503), 2);
  assert.equal(finalRow(relayed, 503), 3);
  assert.equal(bornAt(relayed, 503), "carrier-b (203.0.113.9:5060)");
});

test("a host without a name is told by its address once", () => {
  assert.equal(bornAt(sampleLadder(["a:1", "b:2"], [{}, failed(1, 0)]), 503), "b:2");
});

test("another failure on the way (a fork that lost) is not mistaken for the final one", () => {
  const forked = sampleLadder(["a", "b", "c"], [{}, { from: 1, to: 2 }, failed(2, 1, 486), failed(1, 0, 503)]);
  assert.equal(bornRow(forked, 503), 3);
});

test("a 500 that a proxy made of a 503 was born where the 503 was", () => {
  const ladder = sampleLadder(["a", "b", "c"], [{}, { from: 1, to: 2 }, failed(2, 1, 503), failed(1, 0, 500)]);
  assert.equal(bornRow(ladder, 500), 2);
});

test("of hosts tried one after the other the last one is where the call failed", () => {
  const rows = [{}, { from: 1, to: 2 }, failed(2, 1), { from: 1, to: 3 }, failed(3, 1), failed(1, 0)];
  assert.equal(bornAt(sampleLadder(["caller", "proxy", "carrier-a", "carrier-b"], rows), 503), "carrier-b");
});

test("a challenge of the first try is not where the refusal of the second was born", () => {
  const rows = [{}, { from: 1, to: 2 }, failed(2, 1, 407), failed(1, 0, 407), {}, failed(1, 0, 407)];
  assert.equal(bornRow(sampleLadder(["caller", "proxy", "registrar"], rows), 407), 5);
});

test("answers to CANCEL and retransmissions are not the answer to the call", () => {
  const rows = [{}, failed(1, 0, 408), { ...failed(1, 0, 408), retransmission: true }, { ...failed(1, 0, 408), method: "CANCEL" }];
  assert.equal(finalRow(sampleLadder(["a", "b"], rows), 408), 1);
});

test("round a loop the failure is followed back to where it was first sent", () => {
  const rows = [{}, { from: 1, to: 1 }, { from: 1, to: 1 }, failed(1, 1, 483), failed(1, 1, 483), failed(1, 0, 483)];
  assert.equal(bornRow(sampleLadder(["caller", "proxy"], rows), 483), 3);
});

test("answered, unanswered and unknown calls have no place of birth", () => {
  assert.equal(bornRow(relayed, 200), -1);
  assert.equal(bornRow(relayed, null), -1);
  assert.equal(bornRow(relayed, 404), -1);
});

test("a 200 OK says what it answers, unless that is the INVITE or the label says it already", () => {
  const ok = { label: "200 OK", status_code: 200 };
  assert.equal(arrowLabel({ ...ok, method: "BYE" }), "200 OK (BYE)");
  assert.equal(arrowLabel({ ...ok, method: "INVITE" }), "200 OK");
  assert.equal(arrowLabel({ label: "200 OK (BYE)", status_code: 200, method: "BYE" }), "200 OK (BYE)");
  assert.equal(arrowLabel({ label: "BYE", status_code: null, method: "BYE" }), "BYE");
});

test("a delta keeps its sign", () => {
  assert.deepEqual([signedDelta(1310), signedDelta(0), signedDelta(-1310)], ["+1.310 ms", "+0 µs", "−1.310 ms"]);
});

test("a row in words carries everything that its drawing says by shape or colour", () => {
  const row = { ...failed(1, 0), delta_us: 12_345, retransmission: true, has_sdp: true, also_seen_by: ["pbx"] };
  assert.equal(
    describeRow(sampleLadder(["a", "b"], []), { ...sampleLadder(["a", "b"], [row]).rows[0]! }),
    "503 Service Unavailable, failure, b to a, 12.345 ms after the previous, with SDP, retransmission, also seen by pbx",
  );
});

test("also seen by is marked only where it tells arrows apart", () => {
  const rows = (...seen: string[][]) =>
    sampleLadder(
      ["a", "b"],
      seen.map((also_seen_by) => ({ also_seen_by })),
    );
  assert.equal(marksWitnesses(rows(["x", "y"], ["y", "x"])), false);
  assert.equal(marksWitnesses(rows(["x"], [])), true);
  assert.equal(marksWitnesses(rows([], [])), false);
});
