import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { retransmissionStorm } from "./retransmission-storm.ts";

test("fifteen copies of one answer", () => {
  assert.match(
    assertFound(retransmissionStorm, `A>B INVITE sdp\nB>A 200 sdp repeat=${Array.from({ length: 15 }, (_, i) => i + 1).join(",")}`)
      .sentence,
    /^192\.0\.2\.20:5060 repeated 15 messages to 192\.0\.2\.10:5060\.$/,
  );
});

test("a few", () => {
  assertAbsent(retransmissionStorm, "A>B INVITE sdp\nB>A 200 sdp repeat=0.5,1.5,3.5\n@4s A>B ACK");
});

test("nothing captured, nothing judged", () => {
  assertNotCheckable(retransmissionStorm, "");
});
