// Messages in one line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toneOfCode } from "../words/tone.ts";
import { messageTitle, messageTone, readableText } from "./message-words.ts";

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

test("tones tell challenge, busy and giving up from failure, and provisional from final", () => {
  const tones = [null, 180, 200, 302, 401, 407, 480, 486, 600, 487, 404, 503, 603].map(toneOfCode);
  assert.deepEqual(tones.slice(0, 6), ["request", "provisional", "success", "redirect", "challenge", "challenge"]);
  assert.deepEqual(tones.slice(6), ["unanswered", "unanswered", "unanswered", "cancelled", "failure", "failure", "failure"]);
});

test("a JSON report is shown one value a line; SIP and broken JSON stay as they are", () => {
  assert.equal(readableText({ type: 5, raw: '{"a":1}' }), '{\n  "a": 1\n}');
  assert.equal(readableText({ type: 5, raw: "{broken" }), "{broken");
  assert.equal(readableText({ type: 1, raw: "{}" }), "{}");
});
