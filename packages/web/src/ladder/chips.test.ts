import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleMessage } from "../../dev/sample-call.ts";
import { chipsOf } from "./chips.ts";

const chips = (type: string, body: string): readonly string[] =>
  chipsOf(
    sampleMessage({
      body_kind: "text",
      raw: `INFO sip:b@x SIP/2.0\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    }),
  );
const sdp = (...lines: string[]): readonly string[] =>
  chips("application/sdp", ["v=0", "o=- 1 1 IN IP4 192.0.2.1", "s=-", "c=IN IP4 192.0.2.1", "t=0 0", ...lines, ""].join("\r\n"));

test("codecs in their order, what is beside speech left out, and how many more there are", () => {
  assert.deepEqual(sdp("m=audio 4000 RTP/AVP 8 0 9 101", "a=rtpmap:101 telephone-event/8000"), ["PCMA", "PCMU", "+1"]);
});

test("direction, encryption, other media and what is refused", () => {
  assert.deepEqual(sdp("m=audio 4000 RTP/SAVP 8", "a=sendonly", "m=video 0 RTP/AVP 96", "m=image 4002 udptl t38"), ["PCMA", "SRTP", "sendonly", "video refused", "t38"]);
});

test("keys pressed, and the answer that a NOTIFY carries", () => {
  assert.deepEqual(chips("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"), ["key 5"]);
  assert.deepEqual(chips("message/sipfrag;version=2.0", "SIP/2.0 603 Decline\r\n"), ["603"]);
});

test("a body of another kind, or none, has none", () => {
  assert.deepEqual(chips("text/plain", "hello"), []);
  assert.deepEqual(chipsOf(sampleMessage({ type: 5, raw: "{}" })), []);
});
