import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { contentLengthWrong } from "./content-length-wrong.ts";

test("a body shorter than it claims, and refused", () => {
  assert.match(
    assertFound(contentLengthWrong, "A>P INVITE sdp | Content-Length: 900\nP>A 400\nA>P ACK").sentence,
    /says Content-Length 900, and its body has \d+ bytes/,
  );
});

test("the right length, also of a text that is not ASCII", () => {
  assertAbsent(contentLengthWrong, CLEAN_CALL);
  assertAbsent(contentLengthWrong, "A>P MESSAGE body(text/plain Gruess) | Subject: Grüße\nP>A 200");
});

test("nothing captured, nothing judged", () => {
  assertNotCheckable(contentLengthWrong, "");
});
