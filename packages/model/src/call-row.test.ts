// A call survives being a row, and crosses threads as columns.
import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyCall, type Call } from "./call.ts";
import { CALL_COLUMNS, callFromRow, decodeCalls, encodeCalls } from "./call-row.ts";

function fullCall(): Call {
  return {
    ...emptyCall("0abc", "a84b4c76e66710@pc33.atlanta.example"), sessionId: "1def", kind: "call", direction: "inbound", state: "failed",
    startedAtUs: 1795196999089751, ringingAtUs: 1795196999189751, endedAtUs: 1795197000089751, lastSeenAtUs: 1795197000089752, pddMs: 100.001, ringMs: 900,
    hops: ["192.0.2.1:5060", "[2001:db8::1]:5061"], userAgents: ["Ünï 1.0", ""], statusCode: 503, statusText: "Service Unavailable",
    reason: { protocol: "Q.850", cause: 0, text: "" }, mos: { worst: 1.5, average: 3.25, scale: "wb", source: "rtcp" }, endedBy: "network",
    findings: [{ id: "one_way_audio", severity: "error" }, { id: "slow_setup", severity: "warning" }], projectionVersion: 3, headers: { "x-trunk": "gw=2", "x-empty": "" },
    tenants: ["acme"], refs: [{ writer: "c1-7-0.call", sequences: [5, 9, 1000] }, { writer: "c1-8-0.call", sequences: [2] }],
  };
}

test("a call with every kind of field filled comes back from its row as it was", () => {
  const call = fullCall();
  assert.deepEqual(callFromRow(CALL_COLUMNS.map((column) => column.get(call))), call);
});

test("what was looked for and not found stays null", () => {
  const call = emptyCall("a", "b");
  const back = callFromRow(CALL_COLUMNS.map((column) => column.get(call)));
  assert.equal(back.reason, null);
  assert.equal(back.mos, null);
  assert.deepEqual(back, call);
});

test("separators inside outside text cannot forge a second item", () => {
  const call = { ...fullCall(), tenants: ["acme\x1fother"], headers: { "x-trunk": "a\x1fx-tenant=b" }, findings: [{ id: "a\x1e\x1fb", severity: "info" as const }] };
  const back = callFromRow(CALL_COLUMNS.map((column) => column.get(call)));
  assert.deepEqual(back.tenants, ["acme other"]);
  assert.deepEqual(back.headers, { "x-trunk": "a x-tenant=b" });
  assert.deepEqual(back.findings, [{ id: "a  b", severity: "info" }]);
});

test("a batch of calls is read back in order", () => {
  const calls = [fullCall(), emptyCall("b", "c")];
  assert.deepEqual(decodeCalls(structuredClone(encodeCalls(calls))), calls);
});

test("the highest packet sequence of any writer stands in its own column", () => {
  const column = CALL_COLUMNS.find(({ name }) => name === "last_sequence")!;
  assert.equal(column.get(fullCall()), 1000);
  assert.equal(column.get(emptyCall("a", "b")), -1);
});
