import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { silentAfterTrying } from "./silent-after-trying.ts";

test("100, then nothing for half a minute, and the caller gives up", () => {
  const { sentence } = assertFound(silentAfterTrying, "A>P INVITE sdp\nP>A 100\n@35s A>P CANCEL\nP>A 200\nP>A 487 for=INVITE\nA>P ACK");
  assert.match(sentence, /^192\.0\.2\.1:5060 took the call with 100 Trying and then neither rang nor refused it for 35 s\.$/);
});

test("the deepest hop is named", () => {
  assert.equal(
    assertFound(silentAfterTrying, "A>P INVITE sdp\nP>A 100\nP>B INVITE\nB>P 100\n@33s P>A 408\nA>P ACK").host,
    "192.0.2.20:5060",
  );
});

test("ringing, or a refusal of its own, is no silence", () => {
  assertAbsent(silentAfterTrying, CLEAN_CALL);
  assertAbsent(silentAfterTrying, "A>P INVITE sdp\nP>A 100\n@40s P>A 503\nA>P ACK");
});

test("ringing and answer that the capture missed show in what follows them", () => {
  const missed = "A>P INVITE sdp\nP>A 100\n~ P>A 180\n~ P>A 200 sdp\n";
  assertAbsent(silentAfterTrying, `${missed}~ A>P ACK\n+60s P>A BYE\nA>P 200`);
  assertAbsent(silentAfterTrying, `${missed}A>P ACK\n+60s A>P OPTIONS\nP>A 200`);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(silentAfterTrying, BEGAN_LATE);
});
