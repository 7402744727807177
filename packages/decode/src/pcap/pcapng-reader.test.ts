// Reading pcapng: sections, interfaces with their units of time, every kind of packet block, blocks that nobody knows.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { enhancedBlock, interfaceBlock, joined, packed, pcapngBlock, readAll, sectionBlock } from "./capture-file.fixture.ts";
import { chunksOf, mutated } from "./mutation.fixture.ts";

const FRAME = Uint8Array.of(0xde, 0xad, 0xbe, 0xef, 0x01);
const TIME_US = 1_767_225_600_123_456;
const words = (value: bigint): { high: number; low: number } => ({ high: Number(value >> 32n), low: Number(value & 0xffff_ffffn) });
const at = (ticks: bigint) => ({ ...words(ticks), bytes: FRAME });
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

for (const littleEndian of [true, false]) {
  const order = littleEndian ? "little-endian" : "big-endian";

  test(`${order}: an enhanced packet carries time, lengths and the name of its interface`, () => {
    const file = joined(
      sectionBlock(littleEndian),
      interfaceBlock(littleEndian, 113, [[2, text("eth7")]]),
      enhancedBlock(littleEndian, 0, { ...at(BigInt(TIME_US)), originalLength: 900 }),
    );
    const { frames, refused } = readAll([file]);
    assert.deepEqual(refused, []);
    assert.deepEqual(
      frames.map(({ bytes, ...frame }) => ({ ...frame, bytes: [...bytes] })),
      [{ timeUs: TIME_US, linkType: 113, originalLength: 900, interfaceId: 0, interfaceName: "eth7", bytes: [...FRAME] }],
    );
  });

  test(`${order}: if_tsoffset is added, also a negative one`, () => {
    const offset = (seconds: bigint): Uint8Array => {
      const { high, low } = words(BigInt.asUintN(64, seconds));
      return packed(littleEndian, ...(littleEndian ? [low, high] : [high, low]));
    };
    for (const seconds of [86_400n, -86_400n]) {
      const file = joined(
        sectionBlock(littleEndian),
        interfaceBlock(littleEndian, 1, [[14, offset(seconds)]]),
        enhancedBlock(littleEndian, 0, at(BigInt(TIME_US))),
      );
      assert.equal(readAll([file]).frames[0]?.timeUs, TIME_US + Number(seconds) * 1e6);
    }
  });

  test(`${order}: the obsolete packet block is read`, () => {
    const { high, low } = words(BigInt(TIME_US));
    const body = packed(littleEndian, [0, 16], [7, 16], high, low, FRAME.length, FRAME.length, FRAME);
    const { frames } = readAll([joined(sectionBlock(littleEndian), interfaceBlock(littleEndian, 1), pcapngBlock(littleEndian, 2, body))]);
    assert.deepEqual([frames[0]?.timeUs, [...frames[0]!.bytes]], [TIME_US, [...FRAME]]);
  });
}

const RESOLUTIONS: [name: string, resolution: number, ticks: bigint, us: number][] = [
  ["milliseconds", 3, BigInt(Math.floor(TIME_US / 1000)), Math.floor(TIME_US / 1000) * 1000],
  ["nanoseconds", 9, BigInt(TIME_US) * 1000n + 999n, TIME_US],
  ["picoseconds", 12, 1_234_567_890_123_456n, 1_234_567_890],
  ["1/1024 s", 0x80 | 10, 1024n * 1_767_225_600n + 512n, 1_767_225_600_500_000],
  ["whole seconds", 0, 1_767_225_600n, 1_767_225_600_000_000],
];
for (const [name, resolution, ticks, us] of RESOLUTIONS) {
  test(`an interface that counts in ${name} gives µs`, () => {
    const file = joined(sectionBlock(true), interfaceBlock(true, 1, [[9, Uint8Array.of(resolution)]]), enhancedBlock(true, 0, at(ticks)));
    assert.equal(readAll([file]).frames[0]?.timeUs, us);
  });
}

test("nanoseconds are converted exactly for every time", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 4_102_444_800_000_000_000n }), (ns) => {
      const file = joined(sectionBlock(true), interfaceBlock(true, 1, [[9, Uint8Array.of(9)]]), enhancedBlock(true, 0, at(ns)));
      assert.equal(readAll([file]).frames[0]?.timeUs, Number(ns / 1000n));
    }),
  );
});

test("a simple packet has no time, and is cut by the snapshot length", () => {
  const long = new Uint8Array(40).fill(3);
  const simple = (bytes: Uint8Array): Uint8Array => pcapngBlock(true, 3, packed(true, 40, bytes));
  const { frames, refused } = readAll([joined(sectionBlock(true), interfaceBlock(true, 1, [], 10), simple(long.slice(0, 10)))]);
  assert.deepEqual([frames[0]?.timeUs, frames[0]?.bytes.length, frames[0]?.originalLength, refused], [0, 10, 40, []]);
});

test("each section has its own byte order and its own interfaces", () => {
  const file = joined(
    sectionBlock(true),
    interfaceBlock(true, 1, [[2, text("a")]]),
    interfaceBlock(true, 101, [[2, text("b")]]),
    enhancedBlock(true, 1, at(1n)),
    sectionBlock(false),
    interfaceBlock(false, 113, [[2, text("c")]]),
    enhancedBlock(false, 0, at(2n)),
  );
  const { frames } = readAll([file]);
  assert.deepEqual(
    frames.map((frame) => [frame.linkType, frame.interfaceId, frame.interfaceName]),
    [
      [101, 1, "b"],
      [113, 2, "c"],
    ],
  );
});

test("unknown blocks are skipped, also those that are longer than any packet", () => {
  const huge = pcapngBlock(true, 0x0bad, new Uint8Array(200_000));
  const file = joined(sectionBlock(true), huge, interfaceBlock(true, 1), huge, enhancedBlock(true, 0, at(5n)));
  const { frames, refused } = readAll(
    Array.from({ length: Math.ceil(file.length / 4096) }, (_, i) => file.slice(i * 4096, (i + 1) * 4096)),
  );
  assert.deepEqual([frames.length, refused], [1, []]);
});

test("a packet of an interface that was never described is counted, the next one is read", () => {
  const file = joined(sectionBlock(true), interfaceBlock(true, 1), enhancedBlock(true, 4, at(5n)), enhancedBlock(true, 0, at(6n)));
  const { frames, refused } = readAll([file]);
  assert.deepEqual([frames.length, refused], [1, ["pcap_malformed"]]);
});

test("a block whose two lengths differ ends the reading", () => {
  const block = enhancedBlock(true, 0, at(5n));
  block[block.length - 4]! ^= 4;
  const { frames, refused } = readAll([joined(sectionBlock(true), interfaceBlock(true, 1), block, enhancedBlock(true, 0, at(6n)))]);
  assert.deepEqual([frames.length, refused], [0, ["pcap_malformed"]]);
});

test("a file that ends inside a block, known or not, is truncated", () => {
  const file = joined(sectionBlock(true), interfaceBlock(true, 1), enhancedBlock(true, 0, at(5n)));
  assert.deepEqual(readAll([file.slice(0, -1)]).refused, ["pcap_truncated"]);
  assert.deepEqual(readAll([joined(file, pcapngBlock(true, 0x0bad, new Uint8Array(100)).slice(0, 50))]).refused, ["pcap_truncated"]);
});

test("a stream cut anywhere gives the same frames; damaged ones never throw", () => {
  const file = joined(
    sectionBlock(false),
    interfaceBlock(false, 1, [
      [2, text("x")],
      [9, Uint8Array.of(9)],
    ]),
    enhancedBlock(false, 0, at(5n)),
    pcapngBlock(false, 0x0bad, new Uint8Array(33)),
    sectionBlock(true),
    interfaceBlock(true, 1),
    enhancedBlock(true, 0, at(7n)),
  );
  fc.assert(fc.property(fc.array(fc.nat()), (cuts) => assert.deepEqual(readAll(chunksOf(file, cuts)), readAll([file]))));
  fc.assert(
    fc.property(mutated(file), (bytes) => void readAll([bytes])),
    { numRuns: 300 },
  );
});
