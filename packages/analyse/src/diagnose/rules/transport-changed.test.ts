import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { transportChanged } from "./transport-changed.ts";

const OVER_TCP = "A>B INVITE sdp tcp\nB>A 200 sdp tcp\nA>B ACK tcp\n";

test("made over TCP, ended over UDP into the void", () => {
  assert.equal(
    assertFound(transportChanged, `${OVER_TCP}+20s B>A BYE repeat=0.5,1.5`).sentence,
    "192.0.2.20:5060 sent its BYE to 192.0.2.10:5060 over UDP, though the call was made over TCP, and got no answer.",
  );
});

test("the same transport, or another that is answered", () => {
  assertAbsent(transportChanged, `${ANSWERED}+20s B>A BYE repeat=0.5,1.5`);
  assertAbsent(transportChanged, `${OVER_TCP}+20s B>A BYE\nA>B 200`);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(transportChanged, BEGAN_LATE);
});
