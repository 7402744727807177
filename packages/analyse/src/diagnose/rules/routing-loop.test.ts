import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL, ONLY_RESPONSES } from "../case.fixture.ts";
import { routingLoop } from "./routing-loop.ts";

test("two proxies send to each other till the hops run out", () => {
  const loop = Array.from({ length: 5 }, () => "P>Q INVITE\nQ>P INVITE\n").join("");
  const { sentence } = assertFound(routingLoop, `A>P INVITE sdp\n${loop}P>Q 483\nP>A 483 for=INVITE\nA>P ACK`);
  assert.match(sentence, /goes in a circle between 192\.0\.2\.2:5060 and 192\.0\.2\.1:5060, until .* stopped it with 483 Too Many Hops/);
});

test("a proxy that calls itself once is a spiral, no loop", () => {
  assertAbsent(routingLoop, "A>P INVITE sdp\nP>P INVITE\nP>B INVITE\nB>P 486\nP>B ACK\nP>P 486\nP>A 486\nA>P ACK");
  assertAbsent(routingLoop, CLEAN_CALL);
});

test("who saw only responses cannot tell", () => {
  assertNotCheckable(routingLoop, ONLY_RESPONSES);
});
