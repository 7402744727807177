// What the messages of a call prove beyond its record.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromRfc3339 } from "@sipglass/model";
import { sampleLadder, sampleMessage } from "../../dev/sample-call.ts";
import type { LadderRow, MessageJson } from "../api/shapes.ts";
import { readEvidence } from "./evidence.ts";
import type { Evidence } from "./evidence.ts";

const HOSTS = ["caller", "proxy", "callee"];
type Step = Partial<LadderRow> & { branch?: string };
const at = (s: number): string => `2026-11-20T14:58:${String(s).padStart(2, "0")}.000000Z`;
const request = (from: number, to: number, s: number, more: Step = {}): Step => ({ from, to, at: at(s), ...more });
const answer = (from: number, to: number, s: number, code: number, text = "Text", more: Step = {}): Step => ({
  from,
  to,
  at: at(s),
  status_code: code,
  label: `${code} ${text}`,
  kind: code < 200 ? "provisional" : code < 300 ? "success" : "failure",
  ...more,
});

function read(code: number | null, ...steps: Step[]): Evidence {
  const rows = steps.map(({ branch: _branch, ...row }) => row);
  const messages: MessageJson[] = steps.map(({ branch = "", status_code = null, method = "INVITE" }, index) =>
    sampleMessage({ ref: `w:${index + 1}`, branch, status_code, method: status_code === null ? method : null, cseq_method: method ?? "" }),
  );
  const evidence = readEvidence(sampleLadder(HOSTS, rows), messages, code);
  assert.ok(evidence);
  return evidence;
}

test("only a 180 is ringing; a 183 is told by its own name", () => {
  const { ringUs, progress } = read(
    480,
    request(0, 1, 0),
    answer(1, 0, 0, 100),
    answer(1, 0, 1, 183, "Session Progress"),
    answer(1, 0, 2, 480),
  );
  assert.equal(ringUs, null);
  assert.deepEqual(progress, { status: "183 Session Progress", atUs: fromRfc3339(at(1)) });
});

test("a 180 that stopped on its way was not heard", () => {
  const steps = [request(0, 1, 0), request(1, 2, 0), answer(2, 1, 1, 180)];
  assert.deepEqual([read(486, ...steps).ringUs, read(486, ...steps).ringHeard], [fromRfc3339(at(1)), false]);
  assert.equal(read(486, ...steps, answer(1, 0, 1, 180)).ringHeard, true);
});

test("retransmissions of CANCEL are none of the INVITE", () => {
  const evidence = read(
    408,
    request(0, 1, 0),
    request(0, 1, 1, { retransmission: true }),
    request(0, 1, 5, { method: "CANCEL", label: "CANCEL" }),
    request(0, 1, 6, { method: "CANCEL", label: "CANCEL", retransmission: true }),
    answer(1, 0, 7, 408),
  );
  assert.equal(evidence.repeats, 1);
  assert.equal(evidence.method, "INVITE");
  assert.deepEqual([evidence.cancelUs, evidence.finalUs], [fromRfc3339(at(5)), fromRfc3339(at(7))]);
});

test("a CANCEL that a proxy sends on is not the caller's", () => {
  assert.equal(read(null, request(0, 1, 0), request(1, 2, 0), request(1, 2, 3, { method: "CANCEL" })).cancelUs, null);
});

test("the host that never answered its branch is named, with how often it was asked", () => {
  const { silent } = read(
    408,
    request(0, 1, 0, { branch: "a" }),
    answer(1, 0, 0, 100, "Trying", { branch: "a" }),
    request(1, 2, 0, { branch: "b" }),
    request(1, 2, 1, { branch: "b", retransmission: true }),
    answer(1, 0, 5, 408, "Request Timeout", { branch: "a" }),
  );
  assert.deepEqual(silent, { host: "callee", requests: 2 });
});

test("where every branch was answered, or branches are not known, nobody is called silent", () => {
  assert.equal(read(486, request(0, 1, 0, { branch: "a" }), answer(1, 0, 1, 486, "Busy", { branch: "a" })).silent, null);
  assert.equal(read(null, request(0, 1, 0)).silent, null);
});

test("a failure is told as it was first sent", () => {
  const { born } = read(500, request(0, 1, 0), request(1, 2, 0), answer(2, 1, 1, 503, "Down"), answer(1, 0, 1, 500, "Down"));
  assert.deepEqual(born, { host: "callee", status: "503 Down" });
});

test("messages without any request prove too little to speak", () => {
  assert.equal(readEvidence(sampleLadder(HOSTS, []), [], 404), undefined);
  assert.equal(readEvidence(sampleLadder(HOSTS, [{ kind: "failure", status_code: 404 }]), [], 404), undefined);
});
