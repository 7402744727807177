import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL, ONLY_RESPONSES } from "../case.fixture.ts";
import { cseqNotRising } from "./cseq-not-rising.ts";

test("a BYE that counts backwards is refused", () => {
  assert.match(
    assertFound(cseqNotRising, `${ANSWERED}A>B INFO cseq=9\nB>A 200\nA>B BYE cseq=4\nB>A 500`).sentence,
    /its BYE has CSeq 4 after 9/,
  );
});

test("rising numbers, and a lower one that nobody minded", () => {
  assertAbsent(cseqNotRising, CLEAN_CALL);
  assertAbsent(cseqNotRising, `${ANSWERED}A>B INFO cseq=9\nB>A 200\nA>B BYE cseq=4\nB>A 200`);
});

test("who saw only responses cannot tell", () => {
  assertNotCheckable(cseqNotRising, ONLY_RESPONSES);
});
