// G.711 against values of its tables, and media with holes in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeG711, isG711, wavOfG711, type RtpDatagram } from "./g711.ts";

function rtp(payloadType: number, sequence: number, timestamp: number, samples: number[], timeUs = 0): RtpDatagram {
  const payload = new Uint8Array(12 + samples.length);
  const view = new DataView(payload.buffer);
  payload[0] = 0x80;
  payload[1] = payloadType;
  view.setUint16(2, sequence);
  view.setUint32(4, timestamp);
  payload.set(samples, 12);
  return { payload, timeUs };
}

test("µ-law: silence, the largest of either sign, and a step between", () => {
  // G.711 table 2: 0xff and 0x7f are zero, 0x80 is 8031 of 14 bits (here of 16: 32 124), 0x00 its negative; 0xf0 is 30 of 14 bits, 120 of 16.
  assert.deepEqual([...decodeG711([rtp(0, 1, 0, [0xff, 0x7f, 0x80, 0x00, 0xf0])])], [0, 0, 32_124, -32_124, 120]);
});

test("A-law: the smallest and the largest of either sign", () => {
  // G.711 table 1: 0xd5 is +1 of 13 bits at the middle of its step (8 of 16 bits), 0x55 its negative; 0xaa is 4032 (32 256), 0x2a its negative.
  assert.deepEqual([...decodeG711([rtp(8, 1, 0, [0xd5, 0x55, 0xaa, 0x2a])])], [8, -8, 32_256, -32_256]);
});

test("what is missing is silence of its length, what comes late stands in its place, other codecs are left out", () => {
  const media = [
    rtp(0, 1, 0xffff_fffe, [0x80, 0x80]),
    rtp(0, 4, 4, [0x80, 0x80]),
    rtp(0, 2, 0, [0x00, 0x00]),
    rtp(101, 3, 2, [1, 2, 3, 4]),
    rtp(18, 5, 6, [9, 9]),
  ];
  assert.deepEqual([...decodeG711(media)], [32_124, 32_124, -32_124, -32_124, 0, 0, 32_124, 32_124]);
});

test("a time stamp that begins anew leaves a gap as long as the pause", () => {
  const media = [rtp(0, 1, 0, [0x80]), rtp(0, 2, 3_000_000_000, [0x80], 1000)];
  assert.equal(decodeG711(media).length, 9);
});

test("a WAV file: RIFF of its length, 8000 samples of 16 bit a second", () => {
  const wav = wavOfG711([rtp(8, 1, 0, [0xaa, 0x2a])]);
  const view = new DataView(wav.buffer);
  const word = (from: number, to: number): string => new TextDecoder().decode(wav.subarray(from, to));
  assert.deepEqual([word(0, 4), word(8, 16), word(36, 40)], ["RIFF", "WAVEfmt ", "data"]);
  assert.deepEqual(
    [
      wav.length,
      view.getUint32(4, true),
      view.getUint32(24, true),
      view.getUint32(40, true),
      view.getInt16(44, true),
      view.getInt16(46, true),
    ],
    [48, 40, 8000, 4, 32_256, -32_256],
  );
});

test("payload types 0 and 8 can be heard", () => {
  assert.deepEqual([0, 8, 18, 96].map(isG711), [true, true, false, false]);
});

test("any bytes give samples, never more than two hours", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ payload: fc.uint8Array({ maxLength: 40 }), timeUs: fc.nat(1e9) }), { maxLength: 6 }), (datagrams) => {
      assert.ok(decodeG711(datagrams).length <= 2 * 3600 * 8000);
    }),
    { numRuns: 60 },
  );
});
