import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createHepFramer } from "./framer.ts";

/** A frame as the framer sees it: magic, length, anything. */
function frameOf(body: Uint8Array): Uint8Array {
  const total = body.length + 6;
  return Uint8Array.from([0x48, 0x45, 0x50, 0x33, total >> 8, total & 255, ...body]);
}

function collect(maxFrameBytes?: number) {
  const frames: string[] = [];
  const seen = { junk: 0 };
  const framer = createHepFramer({
    ...(maxFrameBytes === undefined ? {} : { maxFrameBytes }),
    onFrame: (frame) => frames.push(Buffer.from(frame).toString("latin1")),
    onJunk: (bytes) => {
      seen.junk += bytes;
    },
  });
  return { framer, frames, seen };
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

/** Pushes `stream` cut at the given places. */
function pushCut(push: (chunk: Uint8Array) => void, stream: Uint8Array, cuts: readonly number[]): void {
  const places = [...new Set(cuts.map((cut) => cut % (stream.length + 1)))].sort((a, b) => a - b);
  let at = 0;
  for (const place of [...places, stream.length]) {
    push(stream.slice(at, place));
    at = place;
  }
}

const body = fc.uint8Array({ maxLength: 80 });

test("frames come out whole however the stream is cut", () => {
  fc.assert(
    fc.property(fc.array(body, { maxLength: 12 }), fc.array(fc.nat(1200), { maxLength: 30 }), (bodies, cuts) => {
      const { framer, frames, seen } = collect();
      const whole = bodies.map(frameOf);
      pushCut(framer.push, Uint8Array.from(whole.flatMap((frame) => [...frame])), cuts);
      framer.end();
      assert.deepEqual(frames, whole.map(latin1));
      assert.equal(seen.junk, 0);
    }),
    { numRuns: 500 },
  );
});

test("after junk the next frame is found, and the junk is counted", () => {
  const junk = fc
    .string({ unit: fc.constantFrom(..."HEPhep3 \r\n\0x"), maxLength: 40 })
    .filter((text) => !text.includes("HEP3") && !/H(E(P)?)?$/.test(text));
  fc.assert(
    fc.property(fc.array(fc.tuple(junk, body), { maxLength: 8 }), fc.array(fc.nat(800), { maxLength: 30 }), (parts, cuts) => {
      const { framer, frames, seen } = collect();
      const stream = Buffer.concat(parts.flatMap(([text, bytes]) => [Buffer.from(text, "latin1"), frameOf(bytes)]));
      pushCut(framer.push, new Uint8Array(stream), cuts);
      framer.end();
      assert.deepEqual(
        frames,
        parts.map(([, bytes]) => latin1(frameOf(bytes))),
      );
      assert.equal(
        seen.junk,
        parts.reduce((sum, [text]) => sum + text.length, 0),
      );
    }),
    { numRuns: 500 },
  );
});

test("every byte of any stream is in a frame or counted as junk", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 30 }), body.map(frameOf), fc.constant(Buffer.from("HEP3"))), { maxLength: 12 }),
      fc.array(fc.nat(900), { maxLength: 20 }),
      (parts, cuts) => {
        const { framer, frames, seen } = collect();
        const stream = new Uint8Array(Buffer.concat(parts));
        pushCut(framer.push, stream, cuts);
        framer.end();
        assert.equal(frames.join("").length + seen.junk, stream.length);
      },
    ),
    { numRuns: 500 },
  );
});

test("a frame longer than allowed is junk, and what follows is found", () => {
  const { framer, frames, seen } = collect(50);
  framer.push(Uint8Array.from([...frameOf(new Uint8Array(60)), ...frameOf(Uint8Array.of(1, 2, 3))]));
  assert.deepEqual(frames, [latin1(frameOf(Uint8Array.of(1, 2, 3)))]);
  assert.equal(seen.junk, 66);
});

test("the largest frame passes in one piece and in bytes", () => {
  const largest = frameOf(new Uint8Array(65_529).fill(7));
  for (const step of [65_535, 1000, 1]) {
    const { framer, frames } = collect();
    for (let at = 0; at < largest.length; at += step) framer.push(largest.subarray(at, at + step));
    assert.equal(frames.length, 1);
    assert.equal(frames[0], latin1(largest));
  }
});

test("a whole frame inside a chunk is passed on without copying", () => {
  const chunk = frameOf(Uint8Array.of(1, 2, 3));
  const framer = createHepFramer({ onFrame: (frame) => assert.equal(frame.buffer, chunk.buffer) });
  framer.push(chunk);
});

test("an unfinished frame is junk when the stream ends, and the framer can be used again", () => {
  const { framer, frames, seen } = collect();
  framer.push(frameOf(new Uint8Array(20)).subarray(0, 10));
  framer.end();
  assert.equal(seen.junk, 10);
  framer.push(frameOf(Uint8Array.of(5)));
  assert.equal(frames.length, 1);
});
