import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { connectionFailed } from "./connection-failed.ts";

test("a phrase, a code of its own, and a Reason tell it", () => {
  assert.equal(assertFound(connectionFailed, 'A>P INVITE\nP>A 503 phrase="Connection refused"\nA>P ACK').sentence, '192.0.2.1:5060 could not reach the next host: "Connection refused".');
  assertFound(connectionFailed, 'A>P INVITE\nP>A 478 phrase="Unresolvable destination (478/SL)"\nA>P ACK');
  assertFound(connectionFailed, 'A>P INVITE\nP>A 503 | Reason: SIP;cause=503;text="no route to host"\nA>P ACK');
});

test("so does a log line, as a warning", () => {
  const finding = assertFound(connectionFailed, "A>P INVITE\nA>P LOG tcp_connect: connect to 192.0.2.20:5060 failed: connection reset by peer\nP>A 500\nA>P ACK");
  assert.deepEqual([finding.severity, finding.sentence], ["warning", 'A log line of this call tells that a connection failed: "connection reset".']);
});

test("other refusals, and other log lines, do not", () => {
  assertAbsent(connectionFailed, "A>P INVITE\nA>P LOG new call from 1001\nP>A 503\nA>P ACK");
  assertAbsent(connectionFailed, CLEAN_CALL);
});

test("without responses nothing can be said", () => {
  assertNotCheckable(connectionFailed, "A>P INVITE\n~ P>A 503");
});
