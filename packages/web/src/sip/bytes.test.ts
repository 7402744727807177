import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOf, hexRows } from "./bytes.ts";

const sip = (body: string, length: number): string => `MESSAGE sip:b@x SIP/2.0\r\nContent-Length: ${length}\r\n\r\n${body}`;

test("text beyond Latin-1 was UTF-8, plain text is what it is", () => {
  assert.deepEqual([...bytesOf("€")], [0xe2, 0x82, 0xac]);
  assert.deepEqual([...bytesOf("ab")], [97, 98]);
});

test("bytes that are no UTF-8 came with a character a byte", () => {
  assert.equal(bytesOf(sip("\u00ff\u0081", 2)).at(-2), 0xff);
});

test("where both can be, Content-Length decides", () => {
  assert.deepEqual([...bytesOf(sip("ü", 2))].slice(-2), [0xc3, 0xbc]);
  assert.equal(bytesOf(sip("ü", 1)).at(-1), 0xfc);
});

test("sixteen bytes a row, what cannot be printed as a dot", () => {
  const [first, second, ...more] = hexRows(new TextEncoder().encode("0123456789abcdef\r\n"));
  assert.deepEqual(first, { offset: "0000", hex: "30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66", text: "0123456789abcdef" });
  assert.deepEqual([second, more], [{ offset: "0010", hex: "0d 0a", text: "··" }, []]);
});
