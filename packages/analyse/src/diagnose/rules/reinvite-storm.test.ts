import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { reinviteStorm } from "./reinvite-storm.ts";

test("four changes in four seconds", () => {
  assert.match(
    assertFound(reinviteStorm, ANSWERED + [1, 2, 3, 4].map(() => "+1s A>B INVITE sdp\nB>A 200 sdp\nA>B ACK\n").join("")).sentence,
    /^The call was changed 4 times in 3\.1 s/,
  );
});

test("hold and resume is two, and refreshes are far apart", () => {
  assertAbsent(reinviteStorm, ANSWERED + [1, 2].map(() => "+1s A>B INVITE sdp\nB>A 200 sdp\nA>B ACK\n").join(""));
  assertAbsent(reinviteStorm, ANSWERED + [1, 2, 3, 4, 5].map(() => "+60s A>B INVITE sdp\nB>A 200 sdp\nA>B ACK\n").join(""));
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(reinviteStorm, BEGAN_LATE);
});
