import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { tlsFailed } from "./tls-failed.ts";

test("a refusal that speaks of a certificate is found", () => {
  const finding = assertFound(tlsFailed, 'A>P INVITE\nP>A 503 | Warning: 399 proxy "TLS: certificate has expired"\nA>P ACK');
  assert.equal(finding.sentence, '192.0.2.1:5060 could not make an encrypted connection: "certificate has expired".');
});

test("a log line about the handshake is a warning", () => {
  assert.equal(assertFound(tlsFailed, "A>P INVITE\nA>P LOG tls_accept: SSL routines: handshake failure\nP>A 500\nA>P ACK").severity, "warning");
});

test("refusals about anything else are not", () => {
  assertAbsent(tlsFailed, "A>P INVITE\nA>P LOG using TLS to 192.0.2.20\nP>A 503\nA>P ACK");
  assertAbsent(tlsFailed, CLEAN_CALL);
});

test("without responses nothing can be said", () => {
  assertNotCheckable(tlsFailed, "A>P INVITE\n~ P>A 503");
});
