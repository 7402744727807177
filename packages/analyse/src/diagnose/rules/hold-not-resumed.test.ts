import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { holdNotResumed } from "./hold-not-resumed.ts";

test("on hold till the end", () => {
  assert.match(
    assertFound(
      holdNotResumed,
      `${ANSWERED}@10s A>B INVITE sdp(dir=sendonly v=2)\nB>A 200 sdp(dir=recvonly)\nA>B ACK\n@60s B>A BYE\nA>B 200`,
    ).sentence,
    /^192\.0\.2\.10:5060 put the call on hold, and it ended 50 s later without being resumed\.$/,
  );
});

test("taken back, but the other side still only receives", () => {
  const { severity, host } = assertFound(
    holdNotResumed,
    `${ANSWERED}@10s A>B INVITE sdp(dir=sendonly v=2)\nB>A 200 sdp(dir=recvonly)\nA>B ACK\n@20s A>B INVITE sdp(v=3)\nB>A 200 sdp(dir=recvonly)\nA>B ACK\n@60s B>A BYE\nA>B 200`,
  );
  assert.deepEqual([severity, host], ["warning", "192.0.2.20:5060"]);
});

test("hold and resume, and hold before a transfer", () => {
  assertAbsent(
    holdNotResumed,
    `${ANSWERED}@10s A>B INVITE sdp(dir=sendonly)\nB>A 200 sdp(dir=recvonly)\nA>B ACK\n@20s A>B INVITE sdp\nB>A 200 sdp\nA>B ACK\n@60s B>A BYE\nA>B 200`,
  );
  assertAbsent(
    holdNotResumed,
    `${ANSWERED}@10s A>B INVITE sdp(dir=sendonly)\nB>A 200 sdp(dir=recvonly)\nA>B ACK\n@20s A>B REFER | Refer-To: <sip:3@x>\nB>A 202\n@60s B>A BYE\nA>B 200`,
  );
});

test("without descriptions it cannot be told", () => {
  assertNotCheckable(holdNotResumed, "A>B INVITE\nB>A 200\nA>B ACK\nA>B BYE\nB>A 200");
});
