import assert from "node:assert/strict";
import { test } from "node:test";
import { sectionsOf } from "./sections.ts";
import type { Section } from "./sections.ts";

const TIME = "2023-11-14T22:13:30.000000Z";
const sip = (raw: string): Section[] => sectionsOf({ type: 1, raw, time: TIME });
const message = (headers: string[], body = ""): string =>
  ["INVITE sip:b@x SIP/2.0", ...headers, `Content-Length: ${body.length}`, "", body].join("\r\n");
const row = (sections: readonly Section[], name: string): string | undefined =>
  sections.flatMap(({ rows }) => rows).find(([each]) => each === name)?.[1];

test("a session description is told line by line: address, codecs with parameters, direction, keys", () => {
  const sdp = "v=0\r\no=ada 7 8 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/SAVP 111 101\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1\r\na=rtpmap:101 telephone-event/8000\r\na=sendonly\r\na=ptime:20\r\nm=video 0 RTP/AVP 96\r\n";
  const sections = sip(message(["Content-Type: application/sdp"], sdp));
  assert.deepEqual(sections.map(({ title }) => title), ["Session description", "audio", "video, refused (port 0)"]);
  assert.equal(row(sections, "wanted at"), "192.0.2.1:4000");
  assert.equal(row(sections, "111"), "opus 48 kHz, 2 channels  useinbandfec=1");
  assert.equal(row(sections, "direction"), "sendonly (only to the other side)");
});

test("a signed identity tells who vouches for what, and how old it is", () => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = `${part({ alg: "ES256", ppt: "shaken", x5u: "https://c" })}.${part({ attest: "B", orig: { tn: "4930" }, dest: { tn: ["4940", "4950"] }, iat: 1_700_000_000 })}.sig`;
  const sections = sip(message([`Identity: ${token};info=<https://c>`]));
  assert.equal(row(sections, "attestation"), "B: partial: the provider knows the customer, not whether the number is his");
  assert.equal(row(sections, "called"), "4940, 4950");
  assert.equal(row(sections, "signed at"), "2023-11-14T22:13:20Z, 10 s before this message");
  assert.match(sections[0]?.text ?? "", /"attest": "B"/);
  const stale = sectionsOf({ type: 1, raw: message([`Identity: ${token}`]), time: "2023-11-14T22:20:00.000000Z" });
  assert.match(row(stale, "signed at") ?? "", /too old/);
  assert.match(sip(message(["Identity: broken"]))[0]?.fault ?? "", /three parts/);
});

test("parts of a multipart body stand one by one, ISUP decoded", () => {
  const body = "--b\r\nContent-Type: application/isup;version=itu-t92+\r\n\r\n\u0009\u0000\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n";
  const sections = sip(message(["Content-Type: multipart/mixed;boundary=b"], body));
  assert.deepEqual(sections.map(({ title, text }) => [title, text]), [["ISUP ANM: Answer", undefined], ["Part 2: text/plain", "hello"]]);
});

test("a body that begins with a tab is its body still", () => {
  assert.equal(sip(message(["Content-Type: application/isup"], "\u0009\u0000"))[0]?.title, "ISUP ANM: Answer");
});

test("RTCP is told in units", () => {
  const raw = JSON.stringify({
    ssrc: 1,
    type: 201,
    report_blocks: [{ source_ssrc: 2, fraction_lost: 64, packets_lost: 9, highest_seq_no: 65_546, ia_jitter: 80, lsr: 5, dlsr: 65_536 }],
  });
  const sections = sectionsOf({ type: 5, raw, time: TIME });
  assert.equal(row(sections, "lost since the report before"), "25.0 % (64/256)");
  assert.equal(row(sections, "highest sequence number"), "10, 1 rounds");
  assert.equal(row(sections, "sender report received"), "1000.0 ms before this one");
});

test("what is nothing but its text has no sections", () => {
  assert.deepEqual(sip(message([])), []);
  assert.deepEqual(sectionsOf({ type: 100, raw: "a log line", time: TIME }), []);
});
