// One word for the end of a call.
import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyCall, type Call } from "@sipglass/model";
import { hangupCause } from "./hangup-cause.ts";

const cause = (fields: Partial<Call>): string => hangupCause({ ...emptyCall("id", "call"), ...fields });

test("the Q.850 cause of a message says most", () => {
  assert.equal(cause({ state: "failed", statusCode: 503, reason: { protocol: "Q.850", cause: 34, text: "" } }), "no_circuit");
  assert.equal(cause({ state: "completed", reason: { protocol: "q850", cause: 31, text: "" } }), "normal_unspecified");
});

test("a cause of another protocol, or one that Q.850 does not know, is not used", () => {
  assert.equal(cause({ state: "completed", reason: { protocol: "SIP", cause: 17, text: "" } }), "normal_clearing");
  assert.equal(cause({ state: "busy", statusCode: 486, reason: { protocol: "Q.850", cause: 9999, text: "" } }), "busy");
});

test("without a cause the status code says it, then the state", () => {
  assert.equal(cause({ state: "failed", statusCode: 404 }), "unallocated_number");
  assert.equal(cause({ state: "failed", statusCode: 599 }), "failed");
  assert.equal(cause({ state: "rejected", statusCode: 603 }), "rejected");
});

test("a call that is open or whose end nobody saw has none", () => {
  for (const state of ["trying", "ringing", "established", "lost"] as const) assert.equal(cause({ state }), "");
});
