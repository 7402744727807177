import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { reinviteRefusedThenBye } from "./reinvite-refused-then-bye.ts";

test("hung up because T.38 was refused", () => {
  assert.match(
    assertFound(
      reinviteRefusedThenBye,
      `${ANSWERED}@10s A>B INVITE sdp(kind=image proto=udptl fmt=t38)\nB>A 488\nA>B ACK\n+1s A>B BYE\nB>A 200`,
    ).sentence,
    /was refused by 192\.0\.2\.20:5060 \(488 Not Acceptable Here\) and hung up instead/,
  );
});

test("refused, and the call went on", () => {
  assertAbsent(reinviteRefusedThenBye, `${ANSWERED}@10s A>B INVITE sdp\nB>A 488\nA>B ACK\n@90s A>B BYE\nB>A 200`);
  assertAbsent(reinviteRefusedThenBye, `${ANSWERED}@10s A>B INVITE sdp\nB>A 488\nA>B ACK\n+1s B>A BYE\nA>B 200`);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(reinviteRefusedThenBye, BEGAN_LATE);
});
