// IP fragments, joined in any order, and what becomes of those that never get whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FRAGMENT_LIMITS } from "./fragments.ts";
import { framesOf, readFrames, sipRequest, T0_US, texts } from "./wire.fixture.ts";

const message = sipRequest("long", 6000);
const text = new TextDecoder().decode(message);
const V6 = { src: "2001:db8::1", dst: "2001:db8::2" };

for (const [name, fields] of [
  ["IPv4", {}],
  ["IPv6", V6],
] as const) {
  test(`${name}: fragments in any order, some of them twice, give the message once`, () => {
    const frames = framesOf(message, fields);
    assert.equal(frames.length, 5);
    const shuffled = fc.shuffledSubarray(frames, { minLength: frames.length, maxLength: frames.length });
    fc.assert(
      fc.property(shuffled, fc.nat(3), (order, doubled) => {
        // A mirror that doubles a frame does so at once; the last one, doubled, begins a datagram of its own.
        const read = readFrames(order.flatMap((frame, i) => (i === doubled ? [frame, frame] : [frame])));
        assert.deepEqual([texts(read), read.refused], [[text], {}]);
      }),
    );
  });

  test(`${name}: a lost fragment is counted when the capture ends, and nothing is passed on`, () => {
    const frames = framesOf(message, fields);
    for (let lost = 0; lost < frames.length; lost++) {
      const read = readFrames(frames.filter((_, i) => i !== lost));
      assert.deepEqual([read.packets.length, read.refused], [0, { ip_fragment_incomplete: 1 }]);
    }
  });
}

test("fragments of two datagrams between the same hosts are kept apart by their id", () => {
  const other = sipRequest("other", 5000);
  const a = framesOf(message);
  const b = framesOf(other).map((frame) => {
    const changed = frame.slice();
    changed[14 + 5] = 77;
    return changed;
  });
  const read = readFrames(a.flatMap((frame, i) => [frame, ...(b[i] ? [b[i]] : [])]));
  assert.deepEqual(texts(read).sort(), [text, new TextDecoder().decode(other)].sort());
});

test("what is not whole after the time limit of the capture's own clock is given up", () => {
  const [first, ...rest] = framesOf(message);
  const late = rest.map((frame, i) => ({ frame, timeUs: T0_US + FRAGMENT_LIMITS.timeoutUs + i }));
  const stranger = { frame: framesOf(sipRequest("stranger", 3000), { src: "192.0.2.99" })[0]!, timeUs: T0_US + FRAGMENT_LIMITS.timeoutUs };
  const read = readFrames([{ frame: first!, timeUs: T0_US }, stranger, ...late]);
  assert.equal(read.packets.length, 0);
  assert.equal(read.refused["ip_fragment_incomplete"], 3);
});

test("the number of open datagrams is bounded: the oldest are given up", () => {
  const lone = framesOf(message)[0]!;
  const flood = Array.from({ length: FRAGMENT_LIMITS.datagrams + 10 }, (_, i) => {
    const frame = lone.slice();
    frame[14 + 4] = i >> 8;
    frame[14 + 5] = i & 255;
    return { frame, timeUs: T0_US };
  });
  assert.deepEqual(readFrames(flood, {}, false).refused, { ip_fragment_incomplete: 10 });
});

test("an overlapping fragment does not change what is there already", () => {
  const frames = framesOf(message);
  const forged = frames[1]!.slice();
  forged.fill(0x41, 14 + 20);
  assert.deepEqual(texts(readFrames([frames[0]!, frames[1]!, forged, ...frames.slice(2)])), [text]);
});
