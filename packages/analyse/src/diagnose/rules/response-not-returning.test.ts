import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { responseNotReturning } from "./response-not-returning.ts";

test("a request repeated after it was answered", () => {
  const { sentence } = assertFound(responseNotReturning, "A>P INVITE sdp via=10.0.0.7:5060 repeat=1,2,4\nP>A 100");
  assert.match(
    sentence,
    /does not reach 192\.0\.2\.10:5060, which repeated its INVITE 3 times after the answer; its Via says 10\.0\.0\.7:5060/,
  );
});

test("a repetition on its way while the answer left is none", () => {
  assertAbsent(responseNotReturning, "A>P INVITE sdp repeat=0.5\n@600ms P>A 100\nP>A 486\nA>P ACK");
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(responseNotReturning, ONLY_REQUESTS);
});
