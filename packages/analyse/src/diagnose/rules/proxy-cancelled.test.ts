import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { proxyCancelled } from "./proxy-cancelled.ts";

test("the proxy cancels by itself before it rings", () => {
  const { sentence, host } = assertFound(
    proxyCancelled,
    'A>P INVITE sdp\nP>A 100\nP>B INVITE\nB>P 100\n@10s P>B CANCEL | Reason: SIP;cause=408;text="fr_timer"\nB>P 200\nB>P 487 for=INVITE\nP>B ACK\nP>A 408\nA>P ACK',
  );
  assert.match(
    sentence,
    /^192\.0\.2\.1:5060 took the call back from 192\.0\.2\.20:5060 after 10 s, though the caller still waited \(SIP;cause=408;text="fr_timer"\)\.$/,
  );
  assert.equal(host, "192.0.2.1:5060");
});

test("a CANCEL that the caller sent, and the losers of a fork, are normal", () => {
  assertAbsent(
    proxyCancelled,
    "A>P INVITE sdp\nP>B INVITE\nB>P 100\n@3s A>P CANCEL\nP>A 200\nP>B CANCEL\nB>P 200\nB>P 487 for=INVITE\nP>A 487 for=INVITE",
  );
  assertAbsent(
    proxyCancelled,
    "A>P INVITE sdp\nP>B INVITE\nP>C INVITE\nC>P 200 sdp\nP>A 200\nA>P ACK\nP>C ACK\nP>B CANCEL | Reason: SIP;cause=200\nB>P 200\nB>P 487 for=INVITE",
  );
});

test("one hop alone does not show it", () => {
  assertNotCheckable(proxyCancelled, "A>P INVITE sdp\nP>A 408\nA>P ACK");
});
