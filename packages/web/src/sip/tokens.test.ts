// The SIP tokenizer colours and never changes a character.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { explainHeader, explainLine, explainSdp } from "./meanings.ts";
import { tokenizeSip } from "./tokens.ts";
import type { Line } from "./tokens.ts";

const INVITE = [
  "INVITE sip:bob@example.org;transport=udp SIP/2.0",
  'From: "Alice \\"A\\" <x>" <sip:alice@example.org>;tag=88',
  "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK7;rport",
  "CSeq: 314 INVITE",
  "Subject: one",
  " and two",
  "Content-Type: application/sdp",
  "",
  "v=0",
  "m=audio 4000 RTP/AVP 8 101",
  "a=rtpmap:8 PCMA/8000",
  "a=sendonly",
  "",
].join("\r\n");

const textOf = (lines: Line[]): string => lines.map((line) => line.tokens.map((token) => token.text).join("")).join("\n");
const typed = (line: Line | undefined, type: string): string[] =>
  (line?.tokens ?? []).filter((token) => token.type === type).map((token) => token.text);

test("the parts of a request line are told apart", () => {
  const [start] = tokenizeSip(INVITE);
  assert.deepEqual(
    [typed(start, "method"), typed(start, "uri"), typed(start, "version")],
    [["INVITE"], ["sip:bob@example.org;transport=udp"], ["SIP/2.0"]],
  );
});

test("a status code is coloured by its class", () => {
  const type = (code: number): string | undefined =>
    tokenizeSip(`SIP/2.0 ${code} Text\r\n\r\n`)[0]?.tokens.find((token) => token.text === String(code))?.type;
  assert.deepEqual([180, 200, 302, 503].map(type), ["code-provisional", "code-ok", "code-bad", "code-bad"]);
});

test("header names, quoted strings, URIs and parameters are found", () => {
  const [, from, via] = tokenizeSip(INVITE);
  assert.equal(from?.name, "From");
  assert.deepEqual(typed(from, "string"), ['"Alice \\"A\\" <x>"']);
  assert.deepEqual(typed(from, "uri"), ["sip:alice@example.org"]);
  assert.deepEqual(typed(via, "param"), ["branch", "rport"]);
});

test("a folded header line is a continuation, not a header", () => {
  assert.equal(tokenizeSip(INVITE)[5]?.type, "continuation");
});

test("SDP lines are recognised only behind a Content-Type that says so", () => {
  const lines = tokenizeSip(INVITE);
  assert.deepEqual(
    lines.slice(8, 12).map((line) => [line.type, line.name]),
    [
      ["sdp", "v"],
      ["sdp", "m"],
      ["sdp", "a"],
      ["sdp", "a"],
    ],
  );
  assert.deepEqual(typed(lines[10], "sdp-attribute"), ["rtpmap"]);
  assert.equal(tokenizeSip(INVITE.replace("application/sdp", "text/plain"))[9]?.type, "body");
});

test("the compact form of Content-Type counts too", () => {
  assert.equal(tokenizeSip("INVITE sip:a SIP/2.0\r\nc: application/sdp\r\n\r\nv=0")[3]?.type, "sdp");
});

test("whatever comes in, the text stays the same", () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom("Via: ", "a=rtpmap:8 ", "SIP/2.0 200 OK", '"', "<sip:a@b;c=d>", ";;==", "Content-Type: application/sdp"),
  );
  const message = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join("\r\n").replace(/\r(?!\n)/g, ""));
  fc.assert(
    fc.property(message, (raw) => assert.equal(textOf(tokenizeSip(raw)), raw.replaceAll("\r\n", "\n"))),
    { numRuns: 500 },
  );
});

test("headers explain themselves in long and compact form", () => {
  assert.match(explainHeader("Via") ?? "", /way back/);
  assert.equal(explainHeader("v"), explainHeader("VIA"));
  assert.equal(explainHeader("X-Unknown"), undefined);
});

test("SDP attributes explain themselves before their line does", () => {
  const line = tokenizeSip(INVITE)[11];
  assert.match(explainSdp("a", line?.tokens ?? []) ?? "", /hold/);
  assert.match(explainSdp("m", []) ?? "", /payload types/);
});

test("codes, Q.850 causes and warnings say what they mean", () => {
  const [start, reason, warning, via] = tokenizeSip('SIP/2.0 503 Overloaded\r\nReason: Q.850;cause=34;text="x", SIP;cause=486\r\nWarning: 305 pbx "no"\r\nVia: SIP/2.0/UDP a\r\n\r\n');
  assert.ok(start && reason && warning && via);
  assert.match(explainLine(start) ?? "", /^Overloaded, in maintenance, or no line free \(RFC 3261 §21\.5\.4\)$/);
  assert.match(explainLine(reason) ?? "", /RFC 3326\)\n34: All lines are taken.*\n486: The called party is on the phone/s);
  assert.match(explainLine(warning) ?? "", /no common codec$/);
  assert.equal(explainLine(via), explainHeader("via"));
  const [request] = tokenizeSip(INVITE);
  assert.ok(request);
  assert.equal(explainLine(request), undefined);
});
