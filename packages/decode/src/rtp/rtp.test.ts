// RTP headers and telephone events.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { mutated } from "../pcap/mutation.fixture.ts";
import { decodeRtp, STATIC_PAYLOADS } from "./decode-rtp.ts";
import { decodeTelephoneEvent } from "./telephone-event.ts";

const HEADER = [0x80, 0x88, 0x12, 0x34, 0, 0, 1, 0x40, 0xde, 0xad, 0xbe, 0xef];
const FULL = Uint8Array.from([
  0xb2, 0x00, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0xbe, 0xde, 0, 1, 0x10, 0xff, 0, 0, 7, 7, 7, 0, 0, 3,
]);

test("a plain header: marker, payload type, sequence, time stamp, source and the payload behind it", () => {
  const header = decodeRtp(Uint8Array.from([...HEADER, 1, 2, 3]));
  assert.deepEqual(header.ok && { ...header.value, payload: [...header.value.payload] }, {
    marker: true,
    payloadType: 8,
    sequence: 0x1234,
    timestamp: 320,
    ssrc: 0xdead_beef,
    csrcs: [],
    payload: [1, 2, 3],
  });
});

test("contributing sources, header extension and padding are taken apart", () => {
  const header = decodeRtp(FULL);
  assert.ok(header.ok);
  assert.deepEqual(header.value.csrcs, [4, 5]);
  assert.deepEqual([header.value.extension?.profile, [...header.value.extension!.bytes]], [0xbede, [0x10, 0xff, 0, 0]]);
  assert.deepEqual([...header.value.payload], [7, 7, 7]);
});

test("every header that its own fields contradict is refused", () => {
  for (let length = 0; length < FULL.length; length++) {
    const header = decodeRtp(FULL.slice(0, length));
    assert.equal(header.ok, length >= 28 && FULL[length - 1]! + 28 <= length, `at ${length}`);
  }
  assert.equal(decodeRtp(Uint8Array.from([0x40, ...HEADER.slice(1)])).ok, false);
});

test("payload types that need no SDP have their clock: G.722 counts 8000 a second", () => {
  assert.deepEqual([STATIC_PAYLOADS.get(0)?.name, STATIC_PAYLOADS.get(8)?.name, STATIC_PAYLOADS.get(18)?.name], ["PCMU", "PCMA", "G729"]);
  assert.equal(STATIC_PAYLOADS.get(9)?.clockRateHz, 8000);
  assert.equal(STATIC_PAYLOADS.get(96), undefined);
});

test("a telephone event: key, end bit, volume and duration", () => {
  const event = decodeTelephoneEvent(Uint8Array.of(11, 0x8a, 0x03, 0x20));
  assert.deepEqual(event.ok && event.value, { event: 11, digit: "#", end: true, volumeDb: 10, durationTicks: 800 });
  const digits = Array.from({ length: 18 }, (_, code) => decodeTelephoneEvent(Uint8Array.of(code, 0, 0, 0))).map((one) =>
    one.ok ? one.value.digit : "?",
  );
  assert.equal(digits.join(" "), "0 1 2 3 4 5 6 7 8 9 * # A B C D flash ");
  assert.equal(decodeTelephoneEvent(Uint8Array.of(1, 2, 3)).ok, false);
});

test("random and damaged RTP never throws", () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), mutated(FULL)), (bytes) => {
      decodeRtp(bytes);
      decodeTelephoneEvent(bytes);
    }),
    { numRuns: 500 },
  );
});
