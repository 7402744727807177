// Credentials, reasons, text, start lines and several messages in one payload.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseAuth } from "./auth.ts";
import { toLatin1, utf8Text } from "./latin1.ts";
import { looksLikeSip } from "./looks-like-sip.ts";
import { parseReason } from "./reason.ts";
import { parsed, sipText } from "./sip-text.fixture.ts";
import { splitMessages } from "./split-messages.ts";

test("a digest challenge and its credentials are read", () => {
  const { scheme, parameters } = parseAuth(
    'Digest username="ot,to", realm="a \\"b\\"", NONCE="n=,;1", uri="sip:x;y=z", response=abc, algorithm=SHA-256, qop=auth, nc=00000001, stale',
  );
  assert.equal(scheme, "Digest");
  assert.deepEqual(Object.fromEntries(parameters), {
    username: "ot,to",
    realm: 'a "b"',
    nonce: "n=,;1",
    uri: "sip:x;y=z",
    response: "abc",
    algorithm: "SHA-256",
    qop: "auth",
    nc: "00000001",
    stale: "",
  });
});

test("schemes that nobody knows keep what they say", () => {
  assert.deepEqual([parseAuth("Negotiate").scheme, parseAuth("Negotiate").parameters.size, parseAuth("").scheme], ["Negotiate", 0, ""]);
});

test("reasons are read one by one", () => {
  assert.deepEqual(parseReason('Q.850;cause=16;text="Terminated, at once", SIP ;cause=600 ;text="B\xc3\xbcro"'), [
    { protocol: "Q.850", cause: 16, text: "Terminated, at once" },
    { protocol: "SIP", cause: 600, text: "Büro" },
  ]);
  assert.deepEqual(parseReason("X.int;reasonCode=0x1"), [{ protocol: "X.int", cause: 0, text: "" }]);
  assert.deepEqual(parseReason("Q.850;cause=abc"), [{ protocol: "Q.850", cause: 0, text: "" }]);
  assert.deepEqual(parseReason(""), []);
});

test("bytes and Latin-1 text are the same thing", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => assert.equal(toLatin1(bytes), Buffer.from(bytes).toString("latin1"))),
  );
  const long = new Uint8Array(70_000).map((_, i) => i & 255);
  assert.equal(toLatin1(long), Buffer.from(long).toString("latin1"));
});

test("UTF-8 is decoded where it is valid and left where it is not", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) =>
      assert.equal(utf8Text(Buffer.from(text.toWellFormed()).toString("latin1")), text.toWellFormed()),
    ),
  );
  const bytes: [latin1: string, text: string][] = [
    ["caf\xe9", "café"],
    ["\xc3\xa9\xe9", "éé"],
    ["\xc0\x80", "\xc0\x80"],
    ["\xed\xa0\x80", "\xed\xa0\x80"],
    ["\xf5\x80\x80\x80", "\xf5\x80\x80\x80"],
    ["\xe2\x82", "\xe2\x82"],
    ["plain", "plain"],
  ];
  for (const [latin1, text] of bytes) assert.equal(utf8Text(latin1), text);
});

test("start lines of SIP are recognised, others are not", () => {
  const is = (text: string): boolean => looksLikeSip(Buffer.from(text, "latin1"));
  for (const text of [
    "INVITE sip:a@b SIP/2.0\r\n",
    "\r\n\r\nSIP/2.0 200 OK\r\n",
    "SIP/2.0 200",
    "X-NEW tel:1 SIP/2.0\n",
    "OPTIONS sip:a SIP/2.0  \r\n",
  ])
    assert.ok(is(text), text);
  for (const text of [
    "",
    "\r\n",
    "GET / HTTP/1.1\r\n",
    "INVITE sip:a@b SIP/2.0",
    "INVITE sip:a@b\r\n",
    "a SIP/2.0\r\n",
    "SIP/x",
    "SIP/",
    " INVITE sip:a SIP/2.0\r\n",
    "\x80\x00SIP/2.0 ",
  ])
    assert.ok(!is(text), JSON.stringify(text));
});

test("messages of one payload are found by their lengths, whatever line ends stand between them", () => {
  const one = sipText({ "Call-ID": "one" }, { body: "v=0\r\n" });
  const two = sipText({ "Call-ID": "two" }, { start: "SIP/2.0 200 OK" });
  const three = sipText({ "Call-ID": "three", "Content-Length": "99" }, { body: "cut" });
  const text = `\r\n${one}\r\n\r\n${two}${three}`;
  assert.deepEqual(
    splitMessages(text).map((at) => parsed(text, at).callId),
    ["one", "two", "three"],
  );
});

test("a message without Content-Length and without a type of body ends where the next begins", () => {
  const one = sipText({ "Content-Length": null });
  const text = one + sipText({ "Call-ID": "two" });
  assert.deepEqual(splitMessages(text), [0, one.length]);
  assert.equal(parsed(text).endAt, one.length);
});

test("a message inside a body is part of the body", () => {
  const fragment = "SIP/2.0 180 Ringing\r\n";
  assert.deepEqual(splitMessages(sipText({ "Content-Type": "message/sipfrag" }, { body: fragment })), [0]);
  assert.deepEqual(splitMessages(sipText({ "Content-Type": "message/sipfrag", "Content-Length": null }, { body: fragment })), [0]);
});

test("text without a message has none", () => {
  for (const text of ["", "\r\n\r\n", "junk\r\n\r\n"]) assert.deepEqual(splitMessages(text), []);
});
