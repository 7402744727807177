import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { transferUnreported } from "./transfer-unreported.ts";

test("accepted, and never heard of again", () => {
  assert.equal(
    assertFound(transferUnreported, `${ANSWERED}A>B REFER | Refer-To: <sip:3003@example.org>\nB>A 202\n@60s A>B BYE\nB>A 200`).sentence,
    "192.0.2.20:5060 accepted the transfer to <sip:3003@example.org> and never told how it went.",
  );
});

test("reported, or nobody wanted a report", () => {
  assertAbsent(
    transferUnreported,
    `${ANSWERED}A>B REFER | Refer-To: <sip:3@x>\nB>A 202\nB>A NOTIFY body(message/sipfrag SIP/2.0 200 OK)\nA>B 200`,
  );
  assertAbsent(transferUnreported, `${ANSWERED}A>B REFER | Refer-To: <sip:3@x> | Refer-Sub: false\nB>A 202`);
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(transferUnreported, ONLY_REQUESTS);
});
