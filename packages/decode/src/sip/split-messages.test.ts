// Several messages in one payload: each is found, and has its own text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { messagesIn, messagesOfCalls, messageText, splitMessages } from "./split-messages.ts";

const message = (callId: string, body = ""): string =>
  [`MESSAGE sip:bob@example.com SIP/2.0`, `Call-ID: ${callId}`, "CSeq: 1 MESSAGE", `Content-Length: ${body.length}`, "", body].join("\r\n");

test("messages that share a payload have each their own text, without the line ends between them", () => {
  const [first, second, third] = [message("a"), message("b", "hello\r\n\r\nyou"), message("c")];
  const payload = `\r\n${first}${second}\r\n${third}`;
  assert.equal(splitMessages(payload).length, 3);
  assert.deepEqual(messagesIn(payload).map(messageText), [first, second, third]);
});

test("a body that was cut short does not take along the message behind it, unless it is made of messages", () => {
  const cut = (type: string, body: string): string =>
    message("a").replace("Content-Length: 0", `Content-Type: ${type}\r\nContent-Length: 900`) + body;
  const whole = (payload: string): string[] => messagesIn(payload).map(({ callId }) => callId);
  assert.deepEqual(whole(cut("application/sdp", "v=0\r\no=- 1 1 IN\r\n") + message("b")), ["a", "b"]);
  assert.deepEqual(whole(cut("application/sdp", "v=0\r\n") + "SIP/2.0 200 OK\r\nCall-ID: b\r\n\r\n"), ["a", "b"]);
  assert.deepEqual(whole(cut("text/plain", "speaks SIP/2.0 to me\r\nof SIP/2.0\r\n")), ["a"]);
  assert.deepEqual(whole(cut("message/sipfrag", "SIP/2.0 200 OK\r\n")), ["a"]);
});

test("the messages of some calls are cut out of a payload that holds others'", () => {
  const payload = message("a", "hello") + message("b") + message("c") + message("a");
  assert.equal(messagesOfCalls(payload, new Set(["a"])), message("a", "hello") + message("a"));
  assert.equal(messagesOfCalls(payload, new Set(["b", "c"])), message("b") + message("c"));
  assert.equal(messagesOfCalls(payload, new Set(["d"])), undefined);
  assert.equal(messagesOfCalls(message("a"), new Set(["d"])), message("a"));
});

test("a start line alone is the text of its message", () => {
  assert.deepEqual(messagesIn("SIP/2.0 200 OK").map(messageText), ["SIP/2.0 200 OK"]);
});
