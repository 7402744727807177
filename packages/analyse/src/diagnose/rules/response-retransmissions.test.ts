import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { responseRetransmissions } from "./response-retransmissions.ts";

test("the ACK comes late", () => {
  assert.match(
    assertFound(responseRetransmissions, "A>B INVITE sdp\nB>A 200 sdp repeat=0.5,1.5,3.5\n@4s A>B ACK").sentence,
    /sent its 200 OK 4 times until the ACK came after 4 s/,
  );
});

test("one repetition", () => {
  assertAbsent(responseRetransmissions, "A>B INVITE sdp\nB>A 200 sdp repeat=0.5\n@1s A>B ACK");
  assertAbsent(responseRetransmissions, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(responseRetransmissions, BEGAN_LATE);
});
