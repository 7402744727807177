// Failures of the API become the house's errors, whoever answered.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SipglassError } from "@sipglass/model";
import { signInFault } from "../signin/sign-in-fault.ts";
import { apiUrl, errorFrom } from "./request.ts";

test("code, message and details of the server are kept", () => {
  const error = errorFrom(400, '{"error":{"code":"bad_query","message":"No such field.","details":{"position":4}}}');
  assert.deepEqual([error.code, error.message, error.details["position"]], ["bad_query", "No such field.", 4]);
});

test("a proxy's own page is understood by its status", () => {
  assert.equal(errorFrom(502, "<html>Bad Gateway</html>").code, "unavailable");
  assert.equal(errorFrom(401, "").code, "unauthorized");
  assert.equal(errorFrom(404, "null").code, "not_found");
  assert.equal(errorFrom(418, "[]").code, "internal");
});

test("empty parameters stay out of the URL", () => {
  assert.equal(apiUrl("calls", { q: "", from: "-2h", limit: 200, to: undefined }), "/api/v1/calls?from=-2h&limit=200");
});

test("too many attempts say how long to wait", () => {
  assert.equal(signInFault(new SipglassError("too_many_attempts", { retry_after_s: 90 })), "Too many attempts. Try again in 1 min 30 s.");
  assert.equal(signInFault(new SipglassError("unauthorized")), "User name or password is wrong.");
});
