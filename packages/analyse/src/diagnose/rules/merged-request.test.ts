import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { mergedRequest } from "./merged-request.ts";

test("two branches of one fork meet at one phone", () => {
  const { sentence } = assertFound(
    mergedRequest,
    "A>P INVITE sdp\nP>Q INVITE\nP>C INVITE\nQ>B INVITE\nC>B INVITE\nB>Q 180\nB>C 482\nC>B ACK",
  );
  assert.match(sentence, /^The call reached 192\.0\.2\.20:5060 by two ways, from 192\.0\.2\.2:5060 and 192\.0\.2\.30:5060/);
});

test("482 without a second copy is a loop", () => {
  assertAbsent(mergedRequest, "A>P INVITE sdp\nP>B INVITE\nB>P 482\nP>B ACK\nP>A 482\nA>P ACK");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(mergedRequest, BEGAN_LATE);
});
