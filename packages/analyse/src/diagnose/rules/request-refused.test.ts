import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL, ONLY_RESPONSES } from "../case.fixture.ts";
import { requestRefused } from "./request-refused.ts";

test("a MESSAGE refused", () => {
  assert.match(
    assertFound(requestRefused, "A>P MESSAGE body(text/plain hi)\nP>A 404").sentence,
    /^192\.0\.2\.1:5060 refused the MESSAGE of 192\.0\.2\.10:5060: 404 Not Found\.$/,
  );
});

test("a ping without any answer is an error, a refused one shows that the host is there", () => {
  assert.deepEqual(
    [assertFound(requestRefused, "A>P OPTIONS repeat=0.5,1.5,3.5").severity, assertFound(requestRefused, "A>P OPTIONS\nP>A 404").severity],
    ["error", "info"],
  );
});

test("answered, or challenged and answered", () => {
  assertAbsent(requestRefused, "A>P OPTIONS\nP>A 200");
  assertAbsent(requestRefused, "A>P MESSAGE body(text/plain hi)\nP>A 407\nA>P MESSAGE auth body(text/plain hi)\nP>A 202");
  assertAbsent(requestRefused, CLEAN_CALL);
});

test("who saw only responses cannot tell", () => {
  assertNotCheckable(requestRefused, ONLY_RESPONSES);
});
