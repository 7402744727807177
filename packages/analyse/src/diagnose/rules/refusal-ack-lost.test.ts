import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { refusalAckLost } from "./refusal-ack-lost.ts";

test("486 repeats for want of its ACK", () => {
  const { sentence, host } = assertFound(refusalAckLost, "A>P INVITE sdp\nP>A 486 repeat=0.5,1.5,3.5");
  assert.equal(sentence, "192.0.2.1:5060 sent its 486 Busy Here 4 times, because no ACK came from 192.0.2.10:5060.");
  assert.equal(host, "192.0.2.10:5060");
});

test("acknowledged is acknowledged", () => {
  assertAbsent(refusalAckLost, "A>P INVITE sdp\nP>A 486 repeat=0.5\n@1s A>P ACK");
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(refusalAckLost, ONLY_REQUESTS);
});
