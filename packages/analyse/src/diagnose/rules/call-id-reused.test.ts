import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { callIdReused } from "./call-id-reused.ts";

test("a second call under the same Call-ID", () => {
  assertFound(callIdReused, "A>B INVITE sdp\nB>A 486\nA>B ACK\n+2s A>B INVITE sdp from=other new\nB>A 486\nA>B ACK");
});

test("the retry after a challenge is the same call", () => {
  assertAbsent(callIdReused, "A>B INVITE sdp\nB>A 407\nA>B ACK\nA>B INVITE sdp auth\nB>A 200 sdp\nA>B ACK");
  assertAbsent(callIdReused, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(callIdReused, BEGAN_LATE);
});
