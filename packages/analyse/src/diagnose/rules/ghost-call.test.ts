import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { ghostCall } from "./ghost-call.ts";

const ghost = (headers = ""): string => `X>B INVITE user=100${headers}\n+200ms B>X 180\n+9s X>B CANCEL\nB>X 200 for=CANCEL\nB>X 487 for=INVITE\nX>B ACK`;

test("a stranger's INVITE that makes a phone ring is a ghost call", () => {
  const finding = assertFound(ghostCall, ghost(" | Contact: <sip:100@1.1.1.1:5060> | User-Agent: friendly-scanner"));
  assert.equal(finding.sentence, "192.0.2.20:5060 rang for a call that a stranger at 198.51.100.66:5060 sent straight to it: nobody meant to speak.");
  assert.match(finding.evidence[0]?.text ?? "", /names a scanning tool; From 100; Contact at 1\.1\.1\.1; no SDP/);
});

test("so is one of a tool that does not give its name", () => {
  const unnamed = (from: string, to: string): string => ghost(` sdp | From: <sip:1001@${from}>;tag=x | To: <sip:100@${to}> | User-Agent: PortSIP`);
  assert.match(assertFound(ghostCall, unnamed("1.1.1.1", "192.0.2.20")).evidence[0]?.text ?? "", /From 1001; From host 1\.1\.1\.1; called by its IP address/);
  assertAbsent(ghostCall, unnamed("198.51.100.66", "192.0.2.20"));
  assertAbsent(ghostCall, unnamed("1.1.1.1", "example.org"));
});

test("two signs are not enough, and a scan that rings nowhere is another matter", () => {
  assertAbsent(ghostCall, ghost());
  assertAbsent(ghostCall, "X>B INVITE user=100 | Contact: <sip:100@1.1.1.1> | User-Agent: friendly-scanner\nB>X 404\nX>B ACK");
  assertAbsent(ghostCall, CLEAN_CALL);
});

test("without responses nothing can be said", () => {
  assertNotCheckable(ghostCall, "X>B INVITE user=100 | Contact: <sip:100@1.1.1.1>");
});
