// Loss between two reports: wraps of 16, 24 and 32 bits, signed counts, restarts, reports that were overtaken.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { RtcpBlock } from "@sipglass/decode";
import { intervalsOf, type BlockAt } from "./rtcp-intervals.ts";

const block = (highestSequence: number, cumulativeLost: number, change: Partial<RtcpBlock> = {}): RtcpBlock => ({
  sourceSsrc: 1,
  fractionLost: 0,
  cumulativeLost,
  highestSequence,
  jitterTicks: 0,
  lsr: 0,
  dlsr: 0,
  ...change,
});
const every5s = (blocks: RtcpBlock[]): BlockAt[] => blocks.map((one, i) => ({ atUs: (i + 1) * 5_000_000, block: one }));
const lossOf = (...blocks: RtcpBlock[]): (number | null)[][] =>
  intervalsOf(every5s(blocks), 8000, 1).intervals.map(({ expected, lost, lossPct }) => [expected, lost, lossPct]);

test("sequence numbers that wrap, with cycles counted and without", () => {
  assert.deepEqual(lossOf(block(65_500, 0), block(65_536 + 214, 25)).at(-1), [250, 25, 10]);
  assert.deepEqual(lossOf(block(65_500, 0), block(214, 25)).at(-1), [250, 25, 10]);
  assert.deepEqual(lossOf(block(0xffff_ff00, 0), block(0xe6, 23)).at(-1), [486, 23, (23 / 486) * 100]);
});

test("cumulative loss is signed, and wraps at 24 bits", () => {
  assert.deepEqual(lossOf(block(100, -5), block(350, 20)).at(-1), [250, 25, 10]);
  assert.deepEqual(lossOf(block(100, 8_388_600), block(350, -8_388_591)).at(-1), [250, 25, 10]);
  // Duplicates: fewer lost than before is none lost.
  assert.deepEqual(lossOf(block(100, 5), block(350, -3)).at(-1), [250, 0, 0]);
});

test("a first report has nothing before it: its fraction counts", () => {
  assert.deepEqual(lossOf(block(5000, 12, { fractionLost: 64 })), [[null, null, 25]]);
});

test("backwards by much is a stream that began anew, by little a report that was overtaken", () => {
  const began = intervalsOf(every5s([block(50_000, 10), block(50_250, 20), block(200, 3, { fractionLost: 3 }), block(450, 5)]), 8000, 1);
  assert.deepEqual(
    began.intervals.map(({ expected, lost }) => [expected, lost]),
    [
      [null, null],
      [250, 10],
      [null, null],
      [250, 2],
    ],
  );
  assert.deepEqual(
    began.intervals.map(({ fromUs }) => fromUs),
    [1, 5_000_000, 10_000_000, 15_000_000],
  );
  // 20 of the first stretch, 5 of the second.
  assert.deepEqual([began.lost, began.expectedSinceFirst], [25, 500]);
  assert.equal(lossOf(block(50_000, 10), block(50_250, 20), block(50_100, 15), block(50_500, 30)).length, 3);
});

test("fewer than five packets and more lost than sent say nothing", () => {
  assert.deepEqual(lossOf(block(100, 0), block(104, 2)).at(-1), [4, 2, null]);
  assert.deepEqual(lossOf(block(100, 0), block(200, 150)).at(-1), [100, 150, null]);
});

test("jitter beyond ten seconds is no jitter", () => {
  const [one] = intervalsOf(every5s([block(1, 0, { jitterTicks: 80_001 })]), 8000, 1).intervals;
  assert.equal(one?.jitterMs, null);
});

test("whatever receivers count, shares stay within 0 and 100 and nothing is NaN", () => {
  const word = fc.integer({ min: 0, max: 0xffff_ffff });
  const anyBlock = fc.record({
    sourceSsrc: word,
    fractionLost: fc.nat(255),
    cumulativeLost: fc.integer({ min: -0x80_0000, max: 0x7f_ffff }),
    highestSequence: word,
    jitterTicks: word,
    lsr: word,
    dlsr: word,
  });
  fc.assert(
    fc.property(fc.array(anyBlock, { maxLength: 8 }), (blocks) => {
      const { intervals, lost, expectedSinceFirst } = intervalsOf(every5s(blocks), 8000, 0);
      assert.ok(lost >= 0 && expectedSinceFirst >= 0);
      for (const { lossPct, jitterMs, fromUs, atUs } of intervals) {
        assert.ok(lossPct === null || (lossPct >= 0 && lossPct <= 100));
        assert.ok((jitterMs === null || (jitterMs >= 0 && jitterMs <= 10_000)) && fromUs <= atUs);
      }
    }),
    { numRuns: 300 },
  );
});

test("however a true count is cut into reports, the sum is the whole", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 0xffff }),
      fc.array(fc.record({ packets: fc.integer({ min: 5, max: 400 }), lostShare: fc.double({ min: 0, max: 1, noNaN: true }) }), {
        minLength: 1,
        maxLength: 30,
      }),
      (base, steps) => {
        let [highest, cumulative] = [base, 0];
        const blocks = [block(base, 0)];
        let total = 0;
        for (const { packets, lostShare } of steps) {
          const lost = Math.floor(packets * lostShare);
          highest += packets;
          cumulative += lost;
          total += packets;
          blocks.push(block(highest >>> 0, cumulative));
        }
        const { lost, expectedSinceFirst } = intervalsOf(every5s(blocks), 8000, 1);
        assert.deepEqual([lost, expectedSinceFirst], [cumulative, total]);
      },
    ),
    { numRuns: 100 },
  );
});
