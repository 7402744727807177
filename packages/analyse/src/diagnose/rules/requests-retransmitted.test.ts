import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL, ONLY_REQUESTS } from "../case.fixture.ts";
import { requestsRetransmitted } from "./requests-retransmitted.ts";

test("four repetitions till the first answer", () => {
  const { sentence, severity } = assertFound(requestsRetransmitted, "A>P INVITE sdp repeat=0.5,1.5,3.5,7.5\n@8s P>A 100\nP>A 486\nA>P ACK");
  assert.equal(sentence, "192.0.2.10:5060 had to repeat requests to 192.0.2.1:5060 4 times; the answer to its INVITE took 8 s.");
  assert.equal(severity, "warning");
});

test("two are a remark", () => {
  assert.equal(assertFound(requestsRetransmitted, "A>P INVITE sdp repeat=0.5,1.5\n@2s P>A 486\nA>P ACK").severity, "info");
});

test("one lost packet", () => {
  assertAbsent(requestsRetransmitted, "A>P INVITE sdp repeat=0.5\n@600ms P>A 486\nA>P ACK");
  assertAbsent(requestsRetransmitted, CLEAN_CALL);
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(requestsRetransmitted, ONLY_REQUESTS);
});
