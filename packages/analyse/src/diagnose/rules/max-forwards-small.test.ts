import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_RESPONSES } from "../case.fixture.ts";
import { maxForwardsSmall } from "./max-forwards-small.ts";

test("a phone that allows three hops", () => {
  const { sentence, host } = assertFound(maxForwardsSmall, "A>P INVITE sdp | Max-Forwards: 3\nP>A 483\nA>P ACK");
  assert.equal(sentence, "192.0.2.10:5060 allowed its INVITE 3 hops only, which ran out at 192.0.2.1:5060.");
  assert.equal(host, "192.0.2.10:5060");
});

test("seventy hops that run out are a loop", () => {
  assertAbsent(maxForwardsSmall, "A>P INVITE sdp\nP>A 483\nA>P ACK");
});

test("who saw only responses cannot tell", () => {
  assertNotCheckable(maxForwardsSmall, ONLY_RESPONSES);
});
