import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { prackMissing } from "./prack-missing.ts";

test("a reliable 183 repeats, no PRACK comes, and the call is refused", () => {
  const { sentence, evidence } = assertFound(
    prackMissing,
    "A>B INVITE sdp | Supported: 100rel\nB>A 183 sdp repeat=0.5,1.5,3.5,7.5,15.5 | Require: 100rel | RSeq: 7\n@32s B>A 504\nA>B ACK",
  );
  assert.equal(sentence, "192.0.2.20:5060 sent its 183 Session Progress 6 times, because 192.0.2.10:5060 never confirmed it with PRACK.");
  assert.match(evidence.at(-1)?.text ?? "", /504/);
});

test("confirmed, or not to be confirmed", () => {
  assertAbsent(
    prackMissing,
    "A>B INVITE sdp\nB>A 183 sdp repeat=0.5,1.5 | Require: 100rel | RSeq: 7\n@2s A>B PRACK\nB>A 200\nB>A 200 for=INVITE sdp\nA>B ACK",
  );
  assertAbsent(prackMissing, "A>B INVITE sdp\nB>A 180 repeat=60,120\n@150s B>A 486\nA>B ACK");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(prackMissing, BEGAN_LATE);
});
