import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { ringTimeout } from "./ring-timeout.ts";

test("the proxy ends the ringing after half a minute", () => {
  const { sentence, host } = assertFound(
    ringTimeout,
    "A>P INVITE sdp\nP>A 100\nP>B INVITE\nB>P 180\nP>A 180\n@30s P>B CANCEL\nB>P 200\nB>P 487 for=INVITE\nP>B ACK\nP>A 408\nA>P ACK",
  );
  assert.match(sentence, /^Nobody answered, and 192\.0\.2\.1:5060 ended the ringing at 192\.0\.2\.20:5060 after 30 s\.$/);
  assert.equal(host, "192.0.2.20:5060");
});

test("the caller's own CANCEL is not a timer", () => {
  assertAbsent(
    ringTimeout,
    "A>P INVITE sdp\nP>A 100\nP>B INVITE\nB>P 180\nP>A 180\n@30s A>P CANCEL\nP>A 200\nP>B CANCEL\nB>P 200\nB>P 487 for=INVITE\nP>A 487 for=INVITE",
  );
  assertAbsent(ringTimeout, CLEAN_CALL);
});

test("one hop alone does not show it", () => {
  assertNotCheckable(ringTimeout, "A>P INVITE sdp\nP>A 180\nP>A 408\nA>P ACK");
});
