import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { redirectLoop } from "./redirect-loop.ts";

test("redirected to the very address that was asked", () => {
  assert.match(
    assertFound(redirectLoop, "A>P INVITE sdp\nP>A 302 | Contact: <sip:2002@example.org>\nA>P ACK").sentence,
    /redirects the call to where it was sent already: <sip:2002@example\.org>/,
  );
});

test("two targets that point to each other", () => {
  assertFound(
    redirectLoop,
    "A>P INVITE sdp\nP>A 302 | Contact: <sip:2002@b.example>\nA>P ACK\nA>B INVITE sdp ruri=sip:2002@b.example\nB>A 302 | Contact: <sip:2002@example.org>\nA>B ACK",
  );
});

test("redirected on and answered there", () => {
  assertAbsent(
    redirectLoop,
    "A>P INVITE sdp\nP>A 302 | Contact: <sip:2002@b.example>\nA>P ACK\nA>B INVITE sdp ruri=sip:2002@b.example\nB>A 200 sdp\nA>B ACK",
  );
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(redirectLoop, BEGAN_LATE);
});
