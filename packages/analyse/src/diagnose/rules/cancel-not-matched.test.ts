import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_RESPONSES } from "../case.fixture.ts";
import { cancelNotMatched } from "./cancel-not-matched.ts";

test("a CANCEL with another branch", () => {
  const { sentence, host } = assertFound(cancelNotMatched, "A>B INVITE sdp\nB>A 180\n@5s A>B CANCEL branch=z9hG4bKother\nB>A 481");
  assert.equal(
    sentence,
    "192.0.2.20:5060 does not know which call the CANCEL of 192.0.2.10:5060 means: its Via branch is not that of the INVITE.",
  );
  assert.equal(host, "192.0.2.10:5060");
});

test("one that comes after the answer is only late", () => {
  assertAbsent(cancelNotMatched, "A>B INVITE sdp\nB>A 200 sdp\nA>B CANCEL\nB>A 481\nA>B ACK");
});

test("who saw only responses cannot tell", () => {
  assertNotCheckable(cancelNotMatched, ONLY_RESPONSES);
});
