// What findings point to: every message that shows one is marked, and the cause is born at the host that the root finding names.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleLadder } from "../../dev/sample-call.ts";
import type { FindingJson } from "../api/shapes.ts";
import { birthOf, marksOf } from "./marks.ts";

const finding = (over: Partial<FindingJson>, ...refs: string[]): FindingJson => ({
  id: "f",
  title: "F",
  severity: "error",
  sentence: "",
  source: "",
  next_step: "",
  host: "",
  ...over,
  evidence: refs.map((ref) => ({ ref, call_id: "c", at: null, text: "" })),
});
const diagnosis = (...findings: FindingJson[]) => ({ verdict: "", findings, checks: [] });

test("a message that shows two findings carries the graver mark and both titles; what is missing marks nothing", () => {
  const marks = marksOf([finding({ title: "Slow", severity: "warning" }, "w:1", ""), finding({ title: "Refused" }, "w:1", "w:2", "w:2")]);
  assert.deepEqual(Object.fromEntries(marks), {
    "w:1": { severity: "error", titles: ["Refused", "Slow"] },
    "w:2": { severity: "error", titles: ["Refused"] },
  });
});

const ladder = sampleLadder(
  ["phone", "proxy", "carrier"],
  [
    {},
    { from: 1, to: 2 },
    { from: 2, to: 1, kind: "failure", status_code: 503, label: "503" },
    { from: 1, to: 0, kind: "failure", status_code: 500, label: "500" },
  ],
);

test("the cause is born where the named host sent the refusal, though it did something before", () => {
  assert.deepEqual(birthOf(ladder, diagnosis(finding({ host: "carrier" }, "w:2", "w:3")), 500), { index: 2, end: "from" });
});

test("a host that only got messages and sent none is marked at the head of the arrow", () => {
  assert.deepEqual(birthOf(ladder, diagnosis(finding({ host: "carrier" }, "w:2")), 500), { index: 1, end: "to" });
});

test("without a host, or where nothing went wrong, nothing is marked", () => {
  assert.equal(birthOf(ladder, diagnosis(finding({}, "w:3")), 500), null);
  assert.equal(birthOf(ladder, diagnosis(finding({ host: "carrier", severity: "info" }, "w:3")), 486), null);
  assert.equal(birthOf(ladder, diagnosis(finding({ host: "elsewhere" }, "w:3")), 500), null);
});

test("without a diagnosis the failure is followed back", () => {
  assert.deepEqual(birthOf(ladder, undefined, 500), { index: 2, end: "from" });
  assert.deepEqual(birthOf(ladder, diagnosis(), 500), { index: 2, end: "from" });
});
