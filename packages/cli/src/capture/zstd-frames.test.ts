// Concatenated zstd frames, as the archive writes them and as other tools do.
import assert from "node:assert/strict";
import { test } from "node:test";
import { randomBytes } from "node:crypto";
import { constants, zstdCompressSync } from "node:zlib";
import { isSipglassError } from "@sipglass/model";
import { beginsZstd, unzstd } from "./zstd-frames.ts";

const text = (content: string): Buffer => zstdCompressSync(Buffer.from(content));
const checked = (content: Buffer): Buffer => zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });

function skippable(content: string, nibble = 0): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d2a50 + nibble, 0);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, Buffer.from(content)]);
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function contents(bytes: Buffer, size = 64 * 1024): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of unzstd(pieces(bytes, size))) parts.push(part);
  return Buffer.concat(parts);
}

test("a thousand blocks behind skippable frames come out whole, whatever pieces they arrive in", async () => {
  const blocks = Array.from({ length: 1000 }, (_, i) => `block ${i} ${"x".repeat(i % 50)}`);
  const file = Buffer.concat(blocks.map((block) => Buffer.concat([skippable(JSON.stringify({ length: block.length })), text(block)])));
  for (const size of [1, 7, 4096, file.length]) assert.equal((await contents(file, size)).toString(), blocks.join(""));
});

test("every kind of frame: checksums, empty contents, runs, incompressible bytes, empty and numbered skippable frames", async () => {
  const noise = randomBytes(300_000);
  const run = Buffer.alloc(500_000, 65);
  const file = Buffer.concat([skippable("", 3), checked(noise), text(""), skippable("note", 15), checked(run), text("end")]);
  for (const size of [3, 1000, 1 << 20]) assert.ok((await contents(file, size)).equals(Buffer.concat([noise, run, Buffer.from("end")])));
});

test("a large frame is decoded as a stream and what follows it is not lost", async () => {
  const noise = randomBytes(3_000_000);
  const file = Buffer.concat([checked(noise), text("after"), text("wards")]);
  assert.ok((await contents(file)).equals(Buffer.concat([noise, Buffer.from("afterwards")])));
});

test("damage is an error of the file, after what was whole", async () => {
  const notCapture = (error: unknown): boolean => isSipglassError(error) && error.code === "not_capture";
  const whole = Buffer.concat([text("first"), text("second")]);
  const parts: string[] = [];
  await assert.rejects(async () => {
    for await (const part of unzstd(pieces(whole.subarray(0, whole.length - 2), 10))) parts.push(Buffer.from(part).toString());
  }, notCapture);
  assert.deepEqual(parts, ["first"]);
  await assert.rejects(contents(Buffer.concat([text("first"), Buffer.from("no zstd at all")])), notCapture);
  const large = checked(randomBytes(2_000_000));
  await assert.rejects(contents(large.subarray(0, large.length - 100)), notCapture);
  large[large.length - 1] = (large.at(-1) ?? 0) ^ 0xff;
  await assert.rejects(contents(large), notCapture);
});

test("it is recognised by its first four bytes", () => {
  assert.equal(beginsZstd(text("x")), true);
  assert.equal(beginsZstd(skippable("x", 15)), true);
  assert.equal(beginsZstd(Buffer.from("HEP3....")), false);
  assert.equal(beginsZstd(Buffer.from([0x28])), false);
});
