import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { mediaTimeout } from "./media-timeout.ts";

test("BYE says that no RTP came", () => {
  assert.match(
    assertFound(mediaTimeout, `${ANSWERED}+40s B>A BYE | Reason: SIP;cause=200;text="RTP timeout"\nA>B 200`).sentence,
    /ended the call after 40 s because it got no media/,
  );
});

test("a header of the vendor says it", () => {
  assertFound(mediaTimeout, `${ANSWERED}+40s B>A BYE | X-Hangup: media-timeout\nA>B 200`);
});

test("BYE without such words", () => {
  assertAbsent(mediaTimeout, CLEAN_CALL);
  assertAbsent(mediaTimeout, `${ANSWERED}+40s B>A BYE | Reason: Q.850;cause=16;text="Normal call clearing"\nA>B 200`);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(mediaTimeout, BEGAN_LATE);
});
