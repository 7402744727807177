import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { sipAlg } from "./sip-alg.ts";

const ROUTER = "host R 203.0.113.5:40100\nhost A 192.168.1.20";
const INSIDE = "A>P INVITE branch=z9hG4bK-one sdp(ip=192.168.1.20)";

test("one request with two contacts and no Via between was rewritten on the way", () => {
  const finding = assertFound(sipAlg, `${ROUTER}\n${INSIDE} | Via: SIP/2.0/UDP 192.168.1.20:5060;branch=z9hG4bK-one;rport\nR>P INVITE new cseq=1 | Via: SIP/2.0/UDP 192.168.1.20:5060;branch=z9hG4bK-one;rport | Contact: <sip:1001@203.0.113.5:40100>`);
  assert.equal(finding.severity, "warning");
  assert.equal(finding.sentence, "Something between 192.168.1.20:5060 and 192.0.2.1:5060 rewrote the Contact of the INVITE.");
});

test("a private Via beside a public Contact is a sign of it", () => {
  const finding = assertFound(sipAlg, `host R 203.0.113.5:40100\nR>P INVITE sdp | Via: SIP/2.0/UDP 192.168.1.20:5060;branch=z9hG4bK-one;rport | Contact: <sip:1001@203.0.113.5:40100>\nP>R 486\nR>P ACK`);
  assert.equal(finding.severity, "info");
  assert.match(finding.sentence, /its Via still has the inner address 192\.168\.1\.20/);
});

test("a plain NAT, a proxy, and a call without either are well", () => {
  assertAbsent(sipAlg, `host R 203.0.113.5:40100\nR>P INVITE sdp | Via: SIP/2.0/UDP 192.168.1.20:5060;branch=z9hG4bK-one;rport | Contact: <sip:1001@192.168.1.20>\nP>R 486\nR>P ACK`);
  assertAbsent(sipAlg, CLEAN_CALL);
});

test("without requests nothing can be said", () => {
  assertNotCheckable(sipAlg, "~ A>P INVITE\nP>A 486");
});
