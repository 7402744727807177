import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { retryAfterIgnored } from "./retry-after-ignored.ts";

test("back after two of thirty seconds", () => {
  assert.equal(
    assertFound(retryAfterIgnored, "A>P INVITE sdp\nP>A 503 | Retry-After: 30\nA>P ACK\n@2s A>P INVITE sdp\nP>A 503\nA>P ACK").sentence,
    "192.0.2.1:5060 asked to be left alone for 30 s, and 192.0.2.10:5060 came back after 2 s.",
  );
});

test("who waits does right", () => {
  assertAbsent(retryAfterIgnored, "A>P INVITE sdp\nP>A 503 | Retry-After: 5\nA>P ACK\n@9s A>P INVITE sdp\nP>A 200 sdp\nA>P ACK");
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(retryAfterIgnored, ONLY_REQUESTS);
});
