import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answerChanged } from "./answer-changed.ts";

test("the reliable 183 and the 200 describe different media", () => {
  assert.match(
    assertFound(
      answerChanged,
      "A>B INVITE sdp\nB>A 183 sdp(port=5000) | Require: 100rel | RSeq: 1\nA>B PRACK\nB>A 200\nB>A 200 for=INVITE sdp(port=6000)\nA>B ACK",
    ).sentence,
    /gave two different answers to one offer: first audio 192\.0\.2\.20:5000 .*, then audio 192\.0\.2\.20:6000/,
  );
});

test("the same answer again, or a preview that was not reliable", () => {
  assertAbsent(answerChanged, "A>B INVITE sdp\nB>A 183 sdp(port=5000) | Require: 100rel | RSeq: 1\nB>A 200 sdp(port=5000)\nA>B ACK");
  assertAbsent(answerChanged, "A>B INVITE sdp\nB>A 183 sdp(port=5000)\nB>A 200 sdp(port=6000)\nA>B ACK");
});

test("without any description nothing can be compared", () => {
  assertNotCheckable(answerChanged, "A>B INVITE\nB>A 180\nB>A 200\nA>B ACK");
});
