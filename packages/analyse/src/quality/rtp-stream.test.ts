// RTP packet by packet: loss and bursts through wraps, reordering and duplicates; jitter by RFC 3550; late packets; digits; new beginnings.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { analysed, voice, type RtpArrival } from "./rtp.fixture.ts";

const steady = (count: number, options = {}): RtpArrival[] => Array.from({ length: count }, (_, i) => voice(i, options));
const without = (arrivals: RtpArrival[], ...lost: number[]): RtpArrival[] => arrivals.filter((_, i) => !lost.includes(i));

test("a steady stream across the wrap of sequence and time stamp loses nothing and has no jitter", () => {
  const facts = analysed(steady(500, { sequence: 65_400, timestamp: 0xffff_0000 }));
  assert.deepEqual(
    [facts.received, facts.lost, facts.bursts, facts.outOfOrder, facts.duplicates, facts.maxJitterMs, facts.maxDeltaMs, facts.late],
    [500, 0, 0, 0, 0, 0, 20, 0],
  );
  assert.deepEqual([facts.codec, facts.ptimeMs, facts.talkSpurts, facts.intervals.length], ["PCMA", 20, 1, 2]);
});

test("losses are counted in runs, and in the interval where they happened", () => {
  const facts = analysed(without(steady(500), 10, 11, 12, 40, 300, 301));
  assert.deepEqual([facts.received, facts.lost, facts.bursts, facts.longestBurst], [494, 6, 3, 3]);
  assert.deepEqual(
    facts.intervals.map(({ lost, bursts, received }) => [lost, bursts, received]),
    [
      [4, 2, 246],
      [2, 1, 248],
    ],
  );
});

test("a packet that comes out of order fills its gap, one that comes twice does not", () => {
  const facts = analysed([...steady(100), voice(50, { delayMs: 5 }), ...without([voice(100, { delayMs: 25 }), voice(101)], 9)]);
  assert.deepEqual([facts.received, facts.lost, facts.outOfOrder, facts.duplicates], [102, 0, 1, 1]);
});

test("jitter by RFC 3550: one packet 16 ms late moves it by 1, and the next, 16 ms early against it, by 1 less a sixteenth", () => {
  const facts = analysed([voice(0), voice(1, { delayMs: 16 }), voice(2)]);
  // J₁ = 16 / 16 = 1; J₂ = 1 + (16 − 1) / 16 = 1.9375; the mean of both 1.46875.
  assert.deepEqual([facts.maxJitterMs, facts.meanJitterMs], [1.9375, 1.46875]);
  assert.deepEqual([facts.maxDeltaMs, facts.meanDeltaMs], [36, 20]);
});

test("a packet beyond the jitter buffer is late, a slow clock is not", () => {
  assert.equal(analysed([...without(steady(100), 50), voice(50, { delayMs: 61 })]).late, 1);
  assert.equal(analysed([...without(steady(100), 50), voice(50, { delayMs: 59 })]).late, 0);
  assert.equal(analysed([...without(steady(100), 50), voice(50, { delayMs: 61 })], { jitterBufferMs: 100 }).late, 0);
  // An hour with 100 ppm: 360 ms in the end.
  const drifting = Array.from({ length: 180_000 }, (_, i) => voice(i, { delayMs: i * 20 * 1e-4 }));
  assert.equal(analysed(drifting).late, 0);
});

test("silence suppression is neither loss nor jitter: the marker begins a talk spurt", () => {
  const later = Array.from({ length: 50 }, (_, i) =>
    voice(i, { sequence: 1050, timestamp: 160_000 + 500 * 160, marker: i === 0, delayMs: 10_000 }),
  );
  const facts = analysed([...steady(50), ...later]);
  assert.deepEqual(
    [facts.lost, facts.talkSpurts, facts.maxDeltaMs, facts.maxJitterMs, facts.late, facts.timestampJumps],
    [0, 2, 20, 0, 0, 0],
  );
});

test("comfort noise is counted and tells no jitter", () => {
  const noise = voice(50, { payloadType: 13, delayMs: 200 });
  const facts = analysed([...steady(50), noise, ...Array.from({ length: 10 }, (_, i) => voice(51 + i, { delayMs: 200, marker: i === 0 }))]);
  assert.deepEqual([facts.comfortNoise, facts.codec, facts.maxDeltaMs, facts.payloadTypes], [1, "PCMA", 20, [8, 13]]);
});

test("a key is one event however many packets repeat it, as long as the last of them says", () => {
  const key = (event: number, at: number, durations: number[], ending = true): RtpArrival[] =>
    durations.map((duration, i) => {
      const { header, atUs } = voice(at + i, { payloadType: 101, marker: i === 0 });
      const payload = Uint8Array.of(event, ending && i === durations.length - 1 ? 0x8a : 0x0a, duration >> 8, duration & 0xff);
      return { header: { ...header, timestamp: 160_000 + at * 160, payload }, atUs };
    });
  const facts = analysed([...steady(50), ...key(1, 50, [160, 320, 480, 640, 800]), ...key(11, 60, [400, 800]), ...key(1, 70, [160])]);
  assert.deepEqual(
    facts.dtmf.map(({ digit, durationMs }) => [digit, durationMs]),
    [
      ["1", 100],
      ["#", 100],
      ["1", 20],
    ],
  );
  assert.equal(facts.codec, "PCMA");
});

test("a sender that begins anew under the same SSRC has lost nothing; an outage of a second has", () => {
  const anew = Array.from({ length: 50 }, (_, i) => voice(i, { sequence: 30_000, timestamp: 9_000_000, delayMs: 1000, marker: false }));
  const facts = analysed([...steady(50), ...anew]);
  assert.deepEqual([facts.received, facts.lost, facts.timestampJumps], [100, 0, 1]);
  assert.equal(analysed([...steady(50), ...Array.from({ length: 50 }, (_, i) => voice(100 + i))]).lost, 50);
});

test("whatever is lost, doubled or overtaken: arrived and lost are what was sent", () => {
  const fate = fc.constantFrom("ok", "ok", "ok", "lost", "twice", "late");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff }), fc.array(fate, { minLength: 1, maxLength: 400 }), (sequence, fates) => {
      // The ends are always there: what is lost before the first or behind the last packet nobody can know.
      const all = ["ok", ...fates, "ok"];
      const arrivals = all.flatMap((one, i) => {
        const packet = voice(i, { sequence });
        if (one === "lost") return [];
        if (one === "twice") return [packet, { ...packet, atUs: packet.atUs + 1000 }];
        return one === "late" && i < all.length - 1 ? [{ ...packet, atUs: packet.atUs + 45_000 }] : [packet];
      });
      const facts = analysed(arrivals);
      const lost = all.filter((one) => one === "lost").length;
      assert.deepEqual(
        [facts.received, facts.lost, facts.duplicates],
        [all.length - lost, lost, all.filter((one) => one === "twice").length],
      );
      assert.equal(
        facts.intervals.reduce((sum, one) => sum + one.lost, 0),
        lost,
      );
      for (const value of [facts.meanJitterMs, facts.maxJitterMs, facts.meanDeltaMs]) assert.ok(Number.isFinite(value) && value >= 0);
    }),
    { numRuns: 100 },
  );
});

test("random headers never throw and never count below zero", () => {
  const header = fc.record({
    marker: fc.boolean(),
    payloadType: fc.nat(127),
    sequence: fc.nat(0xffff),
    timestamp: fc.nat(0xffff_ffff),
    ssrc: fc.constant(1),
    csrcs: fc.constant<number[]>([]),
    payload: fc.uint8Array({ maxLength: 8 }),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(header, fc.nat(60_000_000)), { minLength: 1, maxLength: 60 }), (packets) => {
      const facts = analysed(packets.map(([one, at]) => ({ header: one, atUs: 1_700_000_000_000_000 + at })));
      assert.equal(facts.received + facts.duplicates, packets.length);
      assert.ok(facts.lost >= 0 && facts.late >= 0 && facts.late <= packets.length && Number.isFinite(facts.meanJitterMs));
    }),
    { numRuns: 200 },
  );
});
