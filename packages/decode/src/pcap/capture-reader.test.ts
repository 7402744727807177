// Reading capture streams: every variant of pcap, any cut of the stream, truncation and junk.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { pcapFile, readAll } from "./capture-file.fixture.ts";
import { captureFormat, createCaptureReader } from "./capture-reader.ts";
import type { CaptureFrame } from "./link-type.ts";
import { chunksOf, mutated } from "./mutation.fixture.ts";

const FRAMES = [
  { high: 1_767_225_600, low: 123_456, bytes: Uint8Array.of(1, 2, 3, 4, 5) },
  { high: 1_767_225_601, low: 999_999, bytes: Uint8Array.of(9), originalLength: 700 },
];
const sample = pcapFile(0xa1b2c3d4, true, 1, FRAMES);

const VARIANTS: [name: string, file: Uint8Array][] = [
  ["little-endian µs", sample],
  ["big-endian µs", pcapFile(0xa1b2c3d4, false, 1, FRAMES)],
  [
    "little-endian ns",
    pcapFile(
      0xa1b23c4d,
      true,
      1,
      FRAMES.map((frame) => ({ ...frame, low: frame.low * 1000 + 999 })),
    ),
  ],
  [
    "big-endian ns",
    pcapFile(
      0xa1b23c4d,
      false,
      1,
      FRAMES.map((frame) => ({ ...frame, low: frame.low * 1000 })),
    ),
  ],
  ["little-endian Kuznetzov", pcapFile(0xa1b2cd34, true, 1, FRAMES, 8)],
  ["big-endian Kuznetzov", pcapFile(0xa1b2cd34, false, 1, FRAMES, 8)],
  ["with the length of a frame check sequence in the link type", pcapFile(0xa1b2c3d4, true, 0x24000001, FRAMES)],
];
for (const [name, file] of VARIANTS) {
  test(`pcap, ${name}: times are µs, lengths and link type are kept`, () => {
    const { frames, refused } = readAll([file]);
    assert.deepEqual(refused, []);
    assert.deepEqual(
      frames.map((frame) => [frame.timeUs, frame.linkType, [...frame.bytes], frame.originalLength]),
      [
        [1_767_225_600_123_456, 1, [1, 2, 3, 4, 5], 5],
        [1_767_225_601_999_999, 1, [9], 700],
      ],
    );
  });
}

for (const name of ["call.pcap", "call-nanoseconds.pcap", "call-kuznetzov.pcap", "call.pcapng"]) {
  test(`${name}, written by Wireshark's tools, has the frames and times that tshark says`, () => {
    const folder = new URL("../../../../fixtures/pcap/", import.meta.url);
    const expected = JSON.parse(readFileSync(new URL("call.expected.json", folder), "utf8")) as { time_us: number }[];
    const { frames, refused } = readAll([readFileSync(new URL(name, folder))]);
    assert.deepEqual(refused, []);
    assert.deepEqual(
      frames.map((frame) => frame.timeUs),
      expected.map((packet) => packet.time_us),
    );
  });
}

test("a stream cut anywhere gives the same frames as the whole file", () => {
  fc.assert(
    fc.property(fc.constantFrom(...VARIANTS.map(([, file]) => file)), fc.array(fc.nat()), (file, cuts) => {
      assert.deepEqual(readAll(chunksOf(file, cuts)), readAll([file]));
    }),
  );
});

test("a frame is passed on as soon as its last byte is there, as tcpdump -U writes it", () => {
  const frames: CaptureFrame[] = [];
  const reader = createCaptureReader({ onFrame: (frame) => frames.push(frame), onRefused: assert.fail });
  reader.push(sample.slice(0, 24 + 16 + 4));
  assert.equal(frames.length, 0);
  reader.push(sample.slice(24 + 16 + 4, 24 + 16 + 5));
  assert.equal(frames.length, 1);
});

test("frames stay as they are while the stream goes on", () => {
  const many = pcapFile(
    0xa1b2c3d4,
    true,
    1,
    Array.from({ length: 300 }, (_, i) => ({ high: i, low: 0, bytes: new Uint8Array(40).fill(i) })),
  );
  const { frames } = readAll(Array.from({ length: Math.ceil(many.length / 33) }, (_, i) => many.slice(i * 33, i * 33 + 33)));
  assert.equal(frames.length, 300);
  frames.forEach((frame, i) => assert.deepEqual([...new Set(frame.bytes)], [i & 255]));
});

test("a last record that is cut off is counted once, what stands before it is kept", () => {
  for (let length = 25; length < sample.length; length++) {
    const { frames, refused } = readAll([sample.slice(0, length)]);
    const wholeRecords = length >= 24 + 16 + 5 ? 1 : 0;
    assert.equal(frames.length, wholeRecords, `at ${length}`);
    assert.deepEqual(refused, length === 24 + 16 + 5 ? [] : ["pcap_truncated"], `at ${length}`);
  }
});

test("an empty capture has no frames and no faults", () => {
  assert.deepEqual(readAll([sample.slice(0, 24)]), { frames: [], refused: [] });
});

test("what is no capture is refused once, however much of it comes", () => {
  const { frames, refused } = readAll([Uint8Array.from(Buffer.from("INVITE sip:x SIP/2.0\r\n")), new Uint8Array(5000)]);
  assert.deepEqual([frames.length, refused], [0, ["pcap_malformed"]]);
});

test("a record length beyond reason ends the reading", () => {
  const damaged = sample.slice();
  damaged.set([0xff, 0xff, 0xff, 0x7f], 24 + 8);
  assert.deepEqual(readAll([damaged]), { frames: [], refused: ["pcap_malformed"] });
});

test("the format is told by four bytes", () => {
  assert.equal(captureFormat(sample), "pcap");
  assert.equal(captureFormat(Uint8Array.of(0x0a, 0x0d, 0x0d, 0x0a)), "pcapng");
  assert.equal(captureFormat(Uint8Array.of(1, 2, 3, 4)), "unknown");
  assert.equal(captureFormat(Uint8Array.of(1, 2, 3)), "");
});

test("random and damaged captures never throw", () => {
  const start = fc.constantFrom(...VARIANTS.map(([, file]) => file.slice(0, 24)), new Uint8Array(0));
  fc.assert(fc.property(start, fc.uint8Array({ maxLength: 200 }), (head, rest) => void readAll([head, rest])));
  fc.assert(fc.property(mutated(sample), (bytes) => void readAll([bytes])));
});
