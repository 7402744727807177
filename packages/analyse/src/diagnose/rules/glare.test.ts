import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, ONLY_RESPONSES } from "../case.fixture.ts";
import { glare } from "./glare.ts";

test("once and settled is a remark", () => {
  assert.equal(
    assertFound(glare, `${ANSWERED}@10s A>B INVITE sdp\nB>A 491\nA>B ACK\n+3s A>B INVITE sdp\nB>A 200 sdp\nA>B ACK`).severity,
    "info",
  );
});

test("three times is more than bad luck", () => {
  assert.equal(assertFound(glare, ANSWERED + [1, 2, 3].map(() => "+2s A>B INVITE sdp\nB>A 491\nA>B ACK\n").join("")).severity, "warning");
});

test("a change that is accepted", () => {
  assertAbsent(glare, `${ANSWERED}@10s A>B INVITE sdp\nB>A 200 sdp\nA>B ACK`);
});

test("who saw only responses cannot tell", () => {
  assertNotCheckable(glare, ONLY_RESPONSES);
});
