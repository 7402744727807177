// What was agreed, from the bodies of a call.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSip } from "@sipglass/decode";
import { emptyCall, type SipMessage } from "@sipglass/model";
import { addAnsweredCodecs, createCodecNames, noteSessionDescription } from "./codecs.ts";
import { createStringPool } from "./keep.ts";
import { noFacts } from "./open-call.ts";

const names = createCodecNames(createStringPool());

function message(startLine: string, body: string, type = "application/sdp"): SipMessage {
  const method = startLine.startsWith("SIP/2.0") ? "INVITE" : startLine.split(" ")[0]!;
  const parsed = parseSip(
    `${startLine}\r\nCall-ID: 1\r\nCSeq: 1 ${method}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  assert.ok(parsed.ok);
  return parsed.value;
}

const invite = (body: string, type?: string): SipMessage => message("INVITE sip:a@b SIP/2.0", body, type);
const answer = (code: number, body: string): SipMessage => message(`SIP/2.0 ${code} X`, body);
const sdp = (...lines: string[]): string =>
  ["v=0", "o=- 1 1 IN IP4 192.0.2.1", "s=-", "c=IN IP4 192.0.2.1", "t=0 0", ...lines, ""].join("\r\n");

function codecs(...messages: SipMessage[]): readonly string[] {
  const call = emptyCall("id", "1");
  const facts = { ...noFacts("INVITE"), startSeen: true };
  for (const each of messages) noteSessionDescription(call, facts, each, names);
  return call.codecs;
}

const OFFER = sdp("m=audio 4000 RTP/AVP 8 0 96 101", "a=rtpmap:96 opus/48000/2", "a=rtpmap:101 telephone-event/8000");

test("an offer counts until it is answered; DTMF and comfort noise are no codecs", () => {
  assert.deepEqual(codecs(invite(OFFER)), ["PCMA", "PCMU", "opus"]);
  assert.deepEqual(codecs(invite(OFFER), answer(183, sdp("m=audio 5000 RTP/AVP 0 13")), answer(200, sdp("m=audio 5000 RTP/AVP 8"))), [
    "PCMA",
  ]);
});

test("an early answer counts until the final one comes, and a second copy of either changes nothing", () => {
  assert.deepEqual(codecs(invite(OFFER), answer(183, sdp("m=audio 5000 RTP/AVP 0"))), ["PCMU"]);
  assert.deepEqual(codecs(invite(OFFER), answer(200, sdp("m=audio 5000 RTP/AVP 8")), answer(200, sdp("m=audio 5000 RTP/AVP 0"))), ["PCMA"]);
});

test("rejected media is left out, and fax is T38", () => {
  assert.deepEqual(codecs(invite(sdp("m=audio 0 RTP/AVP 8", "m=image 4002 udptl t38"))), ["T38"]);
});

test("the port and address of a description do not matter, port zero does", () => {
  const at = (port: number): readonly string[] => codecs(invite(sdp(`m=audio ${port} RTP/AVP 8`)));
  assert.deepEqual([at(4000), at(4002), at(0), at(4004)], [["PCMA"], ["PCMA"], [], ["PCMA"]]);
});

test("two descriptions that differ only in their rtpmap lines are two", () => {
  const named = (name: string): readonly string[] => codecs(invite(sdp("m=audio 4000 RTP/AVP 97", `a=rtpmap:97 ${name}/8000`)));
  assert.deepEqual([named("iLBC"), named("speex"), named("iLBC")], [["ILBC"], ["SPEEX"], ["ILBC"]]);
  const upper = codecs(invite(sdp("m=audio 4000 RTP/AVP 97", "A=RTPMAP:97 L16/8000")));
  assert.deepEqual(upper, codecs(invite(sdp("m=audio 4000 RTP/AVP 97"))));
});

test("an indented description is not mistaken for another", () => {
  assert.deepEqual(codecs(invite(sdp("m=audio 4000 RTP/AVP 8"))), ["PCMA"]);
  assert.deepEqual(codecs(invite(sdp("m=audio 4000 RTP/AVP 8", " m=video 4002 RTP/AVP 34"))), ["PCMA", "H263"]);
});

test("a description within a multipart body is found, and another body is none", () => {
  const isup = "Content-Type: application/isup\r\n\r\nbin";
  const multipart = `--x\r\nContent-Type: application/sdp\r\n\r\n${sdp("m=audio 4000 RTP/AVP 9")}\r\n--x\r\n${isup}\r\n--x--\r\n`;
  assert.deepEqual(codecs(invite(multipart, "multipart/mixed;boundary=x")), ["G722"]);
  assert.deepEqual(codecs(invite("hello", "text/plain")), []);
});

test("the answer to a re-INVITE adds what is new", () => {
  const call = { ...emptyCall("id", "1"), codecs: ["PCMA"] };
  addAnsweredCodecs(call, answer(200, sdp("m=image 4002 udptl t38")), names);
  addAnsweredCodecs(call, answer(200, sdp("m=audio 4000 RTP/AVP 8")), names);
  assert.deepEqual(call.codecs, ["PCMA", "T38"]);
});
