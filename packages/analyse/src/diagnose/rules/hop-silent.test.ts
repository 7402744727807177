import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { hopSilent } from "./hop-silent.ts";

test("an INVITE repeated without any answer, behind a proxy that then says 408", () => {
  const { sentence, host } = assertFound(hopSilent, "A>P INVITE sdp\nP>A 100\nP>B INVITE repeat=0.5,1.5,3.5\n@8s P>A 408\nA>P ACK");
  assert.equal(sentence, "192.0.2.20:5060 does not answer: 192.0.2.1:5060 sent its INVITE 4 times in 3.5 s and got nothing back.");
  assert.equal(host, "192.0.2.20:5060");
});

test("the caller's own INVITE to a dead proxy, seen beside other traffic", () => {
  assertFound(hopSilent, "A>P INVITE sdp repeat=0.5,1.5,3.5,7.5,15.5,31.5\nX>B OPTIONS leg=ping\nB>X 200 leg=ping");
});

test("one repetition, then 100, is a lost packet", () => {
  assertAbsent(hopSilent, "A>P INVITE sdp repeat=0.5\n@600ms P>A 100\nP>A 486\nA>P ACK");
  assertAbsent(hopSilent, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(hopSilent, BEGAN_LATE);
});
