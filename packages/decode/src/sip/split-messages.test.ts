// Several messages in one payload: each is found, and has its own text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesIn, messageText, splitMessages } from "./split-messages.ts";

const message = (callId: string, body = ""): string =>
  [`MESSAGE sip:bob@example.com SIP/2.0`, `Call-ID: ${callId}`, "CSeq: 1 MESSAGE", `Content-Length: ${body.length}`, "", body].join("\r\n");

test("messages that share a payload have each their own text, without the line ends between them", () => {
  const [first, second, third] = [message("a"), message("b", "hello\r\n\r\nyou"), message("c")];
  const payload = `\r\n${first}${second}\r\n${third}`;
  assert.equal(splitMessages(payload).length, 3);
  assert.deepEqual(messagesIn(payload).map(messageText), [first, second, third]);
});

test("a start line alone is the text of its message", () => {
  assert.deepEqual(messagesIn("SIP/2.0 200 OK").map(messageText), ["SIP/2.0 200 OK"]);
});
