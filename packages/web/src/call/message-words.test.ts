// Messages in one line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { messageTitle, messageTone, toneOfCode } from "./message-words.ts";

const message = { method: null, status_code: null, status_text: "", type: 1, cseq_method: "INVITE" };

test("requests are their method, responses their status line, with the method where it is not the INVITE", () => {
  assert.equal(messageTitle({ ...message, method: "BYE" }), "BYE");
  assert.equal(messageTitle({ ...message, status_code: 180, status_text: "Ringing" }), "180 Ringing");
  assert.equal(messageTitle({ ...message, status_code: 200, status_text: "OK", cseq_method: "BYE" }), "200 OK (BYE)");
});

test("what is not SIP is named by its payload type", () => {
  assert.equal(messageTitle({ ...message, type: 5 }), "RTCP");
  assert.equal(messageTitle({ ...message, type: 77 }), "type 77");
  assert.equal(messageTone({ type: 5, status_code: null }), "media");
});

test("tones tell challenge from failure and provisional from final", () => {
  assert.deepEqual([null, 180, 200, 302, 401, 407, 486, 603].map(toneOfCode), [
    "request",
    "provisional",
    "success",
    "redirect",
    "challenge",
    "challenge",
    "failure",
    "failure",
  ]);
});
