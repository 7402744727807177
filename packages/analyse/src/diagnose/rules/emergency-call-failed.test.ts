import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { emergencyCallFailed } from "./emergency-call-failed.ts";

test("112 refused", () => {
  assert.match(
    assertFound(emergencyCallFailed, "A>P INVITE sdp ruri=sip:112@example.org\nP>A 503\nA>P ACK").sentence,
    /^An emergency call \(112\) from 192\.0\.2\.10:5060 was not answered\.$/,
  );
});

test("the service URN counts too", () => {
  assertFound(emergencyCallFailed, "A>P INVITE sdp ruri=urn:service:sos.fire\nP>A 404\nA>P ACK");
});

test("answered, taken back at once, or another number", () => {
  assertAbsent(emergencyCallFailed, "A>P INVITE sdp ruri=sip:112@example.org\nP>A 200 sdp\nA>P ACK");
  assertAbsent(
    emergencyCallFailed,
    "A>P INVITE sdp ruri=sip:112@example.org\nP>A 180\n@2s A>P CANCEL\nP>A 200\nP>A 487 for=INVITE\nA>P ACK",
  );
  assertAbsent(emergencyCallFailed, "A>P INVITE sdp ruri=sip:1120@example.org\nP>A 404\nA>P ACK");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(emergencyCallFailed, BEGAN_LATE);
});
