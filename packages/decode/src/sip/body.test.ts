import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, bodyParts } from "./body.ts";
import { parsed, sipText } from "./sip-text.fixture.ts";

const parts = (contentType: string, body: string): string[] =>
  bodyParts(parsed(sipText({ "Content-Type": contentType }, { body }))).map((part) => `${part.contentType}|${part.text}`);

test("a plain body is one part, an empty one none", () => {
  assert.deepEqual(parts("application/sdp", "v=0\r\n"), ["application/sdp|v=0\r\n"]);
  assert.deepEqual(parts("application/sdp", ""), []);
});

test("the body ends with the message, not with the payload", () => {
  assert.equal(bodyOf(parsed(sipText({}, { body: "abc" }) + sipText())), "abc");
});

test("multiparts are taken apart, nested ones too, preamble and epilogue dropped", () => {
  const inner = "--in\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n--in\r\n\r\nno header\r\n--in--\r\n";
  const outer = `preamble\r\n--o\r\nc: multipart/alternative;boundary="in"\r\nContent-Length: 5\r\n\r\n${inner}\r\n--o\r\nContent-Type: application/pidf+xml;\r\n charset=utf-8\r\n\r\n<x/>\r\n--o--\r\nepilogue`;
  assert.deepEqual(parts('multipart/mixed; boundary="o"', outer), [
    "application/sdp|v=0\r\n",
    "|no header",
    "application/pidf+xml; charset=utf-8|<x/>",
  ]);
});

test("bare line feeds and a missing last delimiter are tolerated", () => {
  assert.deepEqual(parts("multipart/mixed;boundary=b", "--b\nContent-Type: a/b\n\none\n--b\nContent-Type: c/d\n\ntwo\n"), [
    "a/b|one",
    "c/d|two\n",
  ]);
});

test("a delimiter inside a line, or the beginning of a longer word, is no delimiter", () => {
  assert.deepEqual(parts("multipart/mixed;boundary=b", "--b\r\n\r\nx --b\r\n--bb\r\n--b--"), ["|x --b\r\n--bb"]);
});

test("a multipart that cannot be taken apart is one part", () => {
  assert.deepEqual(parts("multipart/mixed", "--b\r\n\r\nx\r\n--b--"), ["multipart/mixed|--b\r\n\r\nx\r\n--b--"]);
  assert.deepEqual(parts("multipart/mixed;boundary=z", "nothing"), ["multipart/mixed;boundary=z|nothing"]);
});

test("nesting without end stops", () => {
  const delimiters = Array.from({ length: 50 }, () => "--b\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n").join("");
  assert.ok(parts("multipart/mixed;boundary=b", delimiters).length > 0);
});
test("a part whose body begins with a tab keeps it: the empty line is no folded header", () => {
  assert.deepEqual(parts("multipart/mixed;boundary=b", "--b\r\nContent-Type: application/isup\r\n\r\n\t\0\r\n--b--\r\n"), ["application/isup|\t\0"]);
});
