import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { forbiddenAfterAuth } from "./forbidden-after-auth.ts";

test("signed in and forbidden all the same", () => {
  assert.match(
    assertFound(forbiddenAfterAuth, "A>P INVITE sdp\nP>A 407\nA>P ACK\nA>P INVITE sdp auth\nP>A 403\nA>P ACK").sentence,
    /took the credentials of "1001" and still forbids the INVITE: 403 Forbidden/,
  );
});

test("a 403 that speaks of the password, or to a REGISTER, is a wrong password", () => {
  assertAbsent(forbiddenAfterAuth, 'A>P INVITE sdp\nP>A 407\nA>P ACK\nA>P INVITE sdp auth\nP>A 403 phrase="Wrong password"\nA>P ACK');
  assertAbsent(forbiddenAfterAuth, "A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 403");
  assertAbsent(forbiddenAfterAuth, "A>P INVITE sdp\nP>A 403\nA>P ACK");
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(forbiddenAfterAuth, ONLY_REQUESTS);
});
