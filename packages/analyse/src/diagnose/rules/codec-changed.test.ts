import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { codecChanged } from "./codec-changed.ts";

const change = (codec: string): string => answered("codecs=PCMA,G729", "codecs=PCMA", `+5s B>A INVITE sdp(codecs=${codec} v=2)\nA>B 200 sdp(codecs=${codec} v=2)\nB>A ACK`);

test("a re-INVITE that ends with another codec is told with both", () => {
  const finding = assertFound(codecChanged, change("G729"));
  assert.equal(finding.sentence, "The codec changed from PCMA to G729 in the middle of the call, asked for by 192.0.2.20:5060.");
  assert.equal(finding.evidence.length, 3);
});

test("the same codec again, or one exchange only, is no change", () => {
  assertAbsent(codecChanged, change("PCMA"));
  assertAbsent(codecChanged, answered());
});

test("without answers nothing can be said", () => {
  assertNotCheckable(codecChanged, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
