import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, ONLY_RESPONSES } from "../case.fixture.ts";
import { transferFailed } from "./transfer-failed.ts";

test("NOTIFY reports busy", () => {
  const { sentence } = assertFound(
    transferFailed,
    `${ANSWERED}A>B REFER | Refer-To: <sip:3003@example.org>\nB>A 202\n+2s B>A NOTIFY body(message/sipfrag SIP/2.0 486 Busy Here) | Event: refer\nA>B 200`,
  );
  assert.equal(sentence, "The transfer to <sip:3003@example.org> failed: 486 Busy Here.");
});

test("the REFER itself is refused", () => {
  assert.match(
    assertFound(transferFailed, `${ANSWERED}A>B REFER | Refer-To: <sip:3003@example.org>\nB>A 603`).sentence,
    /refused to transfer the call/,
  );
});

test("a transfer that works", () => {
  assertAbsent(
    transferFailed,
    `${ANSWERED}A>B REFER | Refer-To: <sip:3003@example.org>\nB>A 202\nB>A NOTIFY body(message/sipfrag SIP/2.0 200 OK) | Event: refer\nA>B 200`,
  );
});

test("who saw only responses cannot tell", () => {
  assertNotCheckable(transferFailed, ONLY_RESPONSES);
});
