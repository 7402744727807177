// The header of a block against the specification, and round trips of whatever columns.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { decodeWholeBlock } from "./block.ts";
import { BlockBuilder, compressionOptions, type PacketColumns } from "./block-builder.ts";
import { readHeader } from "./block-header.ts";
import { putSignedVarint, putVarint, VarintCursor } from "./varint.ts";

function blockOf(packets: readonly PacketColumns[], firstSequence: number): Buffer {
  const builder = new BlockBuilder(packets.length);
  for (const packet of packets) builder.add(packet);
  const data = builder.compress(compressionOptions(1));
  return Buffer.concat([builder.encodeHeader(firstSequence, data, false), data]);
}

const time = fc.oneof(fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((n) => 1_795_000_000_000_000 + n), fc.maxSafeNat().map((n) => n % 2 ** 52), fc.constantFrom(0, 2 ** 52 - 1));
const packet: fc.Arbitrary<PacketColumns> = fc.record({
  frame: fc.uint8Array({ maxLength: 300 }),
  receivedUs: time,
  eventUs: time,
  peer: fc.oneof(fc.constantFrom("192.0.2.1:5060/udp", ""), fc.string({ unit: "grapheme", maxLength: 40 })),
  quarantined: fc.boolean(),
});

describe("block header", () => {
  it("lies in a skippable frame as the specification has it", () => {
    const bytes = blockOf([{ frame: Buffer.from("HEP3"), receivedUs: 1000, eventUs: 1000, peer: "a", quarantined: false }], 2 ** 33 + 5);
    const headerLength = bytes.readUInt32LE(4) + 8;
    assert.equal(bytes.toString("hex", 0, 4), "532a4d18");
    assert.equal(bytes.toString("latin1", 8, 12), "sipg");
    assert.deepEqual([...bytes.subarray(12, 16)], [1, 0, 0, 0]);
    assert.equal(bytes.readUInt32LE(16), bytes.length - headerLength);
    assert.equal(bytes.readUInt32LE(20), crc32(bytes.subarray(headerLength)));
    assert.deepEqual([bytes.readUInt32LE(24), bytes.readUInt32LE(28), bytes.readBigUInt64LE(32)], [4, 1, 2n ** 33n + 5n]);
    assert.deepEqual([40, 48, 56].map((at) => bytes.readBigUInt64LE(at)), [1000n, 1000n, 1000n]);
    assert.deepEqual([...bytes.subarray(64, headerLength - 4)], [0, 8, 1, 1, 0x61], "time +0, length +4, one peer of one byte");
    assert.equal(bytes.readUInt32LE(headerLength - 4), crc32(bytes.subarray(0, headerLength - 4)));
  });

  it("any columns come back as they went in", async () => {
    await fc.assert(fc.asyncProperty(fc.array(packet, { minLength: 1, maxLength: 30 }), fc.maxSafeNat().map((n) => Math.floor(n / 2)), async (packets, firstSequence) => {
      const block = await decodeWholeBlock(blockOf(packets, firstSequence));
      assert.ok(block);
      assert.equal(block.firstSequence, firstSequence);
      const again = packets.map((_, i) => ({
        frame: new Uint8Array(block.frames.subarray(block.starts[i], block.starts[i + 1])), receivedUs: block.receivedUs[i], eventUs: block.eventUs[i],
        peer: block.peers[block.peerIndex[i]!], quarantined: block.quarantined[i] === 1,
      }));
      assert.deepEqual(again, packets.map((one) => ({ ...one, frame: new Uint8Array(one.frame), peer: one.peer.toWellFormed() })));
    }), { numRuns: 100 });
  });

  it("any bytes are read without throwing, also behind a right beginning with a right checksum", async () => {
    const right = blockOf([{ frame: Buffer.from("HEP3"), receivedUs: 1000, eventUs: 2000, peer: "a", quarantined: true }], 0);
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 120 }), fc.nat({ max: 76 }), async (noise, at) => {
      readHeader(Buffer.from(noise), 0);
      const forged = Buffer.from(right);
      forged.set(noise.subarray(0, Math.max(0, forged.length - at)), at);
      const end = Math.min(forged.length, forged.readUInt32LE(4) + 8) - 4;
      if (end > 0) forged.writeUInt32LE(crc32(forged.subarray(0, end)), end);
      await decodeWholeBlock(forged);
    }), { numRuns: 300 });
  });

  it("varints hold every whole number that the format uses", () => {
    const bytes = new Uint8Array(16);
    // One range of integers, not a number and a sign: half of 1 with a minus is −0, which no format of whole numbers can bring back.
    const signed = fc.integer({ min: -(2 ** 52), max: 2 ** 52 - 1 });
    const writeAndRead = (value: number, isSigned: boolean): number => {
      const end = isSigned ? putSignedVarint(bytes, 0, value) : putVarint(bytes, 0, value);
      const cursor = new VarintCursor(bytes, 0, end);
      const read = isSigned ? cursor.nextSigned() : cursor.next();
      assert.deepEqual([cursor.at, cursor.failed], [end, false]);
      return read;
    };
    fc.assert(fc.property(fc.maxSafeNat(), signed, (nat, integer) => {
      assert.equal(writeAndRead(nat, false), nat);
      assert.equal(writeAndRead(integer, true), integer);
    }), { numRuns: 1000, examples: [[Number.MAX_SAFE_INTEGER, -(2 ** 52)], [2 ** 52, 2 ** 52 - 1], [0x80, -1], [0, 0]] });
    assert.equal(writeAndRead(-0, true), 0, "a difference of −0 is no difference");
  });

  it("a varint that does not end is a failure, not a loop", () => {
    const cursor = new VarintCursor(new Uint8Array(20).fill(0xff), 0, 20);
    assert.equal(cursor.next(), 0);
    assert.equal(cursor.failed, true);
  });
});
