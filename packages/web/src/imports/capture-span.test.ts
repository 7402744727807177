// The time span of a capture file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { captureSpan } from "./capture-span.ts";

/** A classic pcap file, little-endian, µs, with empty packets at these times. */
function pcap(timesUs: number[]): Blob {
  const view = new DataView(new ArrayBuffer(24 + timesUs.length * 16));
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, 65_535, true);
  view.setUint32(20, 1, true);
  for (const [i, us] of timesUs.entries()) {
    view.setUint32(24 + i * 16, Math.floor(us / 1e6), true);
    view.setUint32(28 + i * 16, us % 1e6, true);
  }
  return new Blob([view.buffer]);
}

test("the span reaches from the earliest to the latest packet, in whatever order they lie", async () => {
  const start = 1_795_196_999_089_751;
  assert.deepEqual(await captureSpan(pcap([start + 5, start, start + 9e6])), { fromUs: start, toUs: start + 9e6 });
});

test("a file without packets, or that is no capture, has no span", async () => {
  assert.equal(await captureSpan(pcap([])), null);
  assert.equal(await captureSpan(new Blob(["HEP3 and something"])), null);
});
