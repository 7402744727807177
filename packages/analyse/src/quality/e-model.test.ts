// The E-model against the golden vectors of G.107 with G.113's impairments, and its bounds.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CODEC_TABLE, codecTableWith, impairmentOf, type CodecImpairment } from "./codec-table.ts";
import { burstRatio, burstRatioOfXr, delayImpairment, mosOfR, oneWayDelayMs, rate, rOfMos } from "./e-model.ts";
import { legacyHomerMos } from "./legacy-homer.ts";

const near = (actual: number | null, expected: number, within = 0.006): void =>
  assert.ok(actual !== null && Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);
const of = (name: string): CodecImpairment => impairmentOf(CODEC_TABLE, name);

/** One-way delay 50 ms (Id = 1.20). */
const LOSS_PCT = [0, 0.5, 1, 2, 3, 5, 10, 20];
const VECTORS: [string, number, number[]][] = [
  ["G711/NOPLC", 1, [4.38, 4.1, 3.78, 3.19, 2.73, 2.11, 1.44, 1.1]],
  ["G711/NOPLC", 2, [4.38, 4.08, 3.7, 2.9, 2.21, 1.32, 1, 1]],
  ["PCMA", 1, [4.38, 4.34, 4.3, 4.2, 4.09, 3.87, 3.35, 2.57]],
  ["G729/VAD", 1, [4.06, 3.98, 3.9, 3.73, 3.58, 3.28, 2.68, 1.96]],
];

test("MOS of G.711 with and without concealment and of G.729A, at eight shares of loss, random and in bursts", () => {
  for (const [name, burstR, expected] of VECTORS)
    LOSS_PCT.forEach((lossPct, i) => near(rate({ codec: of(name), lossPct, burstR, delayMs: 50 }).mosCq, expected[i]!));
});

test("delay impairment, simplified and by G.107 without echo", () => {
  const delays = [50, 100, 150, 177.3, 200, 250, 300, 400, 500];
  const simplified = [1.2, 2.4, 3.6, 4.26, 7.3, 14, 20.7, 34.1, 47.5];
  const withoutEcho = [0, 0, 0.16, 1.17, 3.04, 8.92, 14.76, 24.07, 30.64];
  delays.forEach((delay, i) => {
    near(delayImpairment(delay), simplified[i]!);
    near(delayImpairment(delay, "g107"), withoutEcho[i]!);
  });
});

test("bands of G.109: R 90, 80, 70, 60, 50", () => {
  [
    [90, 4.34],
    [80, 4.02],
    [70, 3.6],
    [60, 3.1],
    [50, 2.58],
  ].forEach(([r, mos]) => near(mosOfR(r!), mos!));
});

test("R from MOS is the inverse of MOS from R", () => {
  for (let r = 7; r < 100; r += 0.5) near(rOfMos(mosOfR(r)), r, 0.001);
  assert.deepEqual([rOfMos(1), rOfMos(0), rOfMos(4.5), rOfMos(5)], [0, 0, 100, 100]);
});

test("wide band begins at 129 and is brought to the MOS scale by 1.29", () => {
  // G.722: 129 − 13 = 116; 116 / 1.29 = 89.92; 1 + 0.035·89.92 + 89.92·29.92·10.08·7e−6 = 4.337.
  const rating = rate({ codec: of("G722"), lossPct: 0, burstR: null, delayMs: null });
  near(rating.r, 116, 1e-9);
  near(rating.mosLq, 4.337, 0.001);
  assert.equal(rating.mosCq, null);
});

test("listening has no delay, conversation none without a round trip", () => {
  const codec = of("PCMU");
  assert.equal(oneWayDelayMs(null, 5, codec), null);
  // 60 / 2 + max(2 · 15, 20) + 20 + 0
  assert.equal(oneWayDelayMs(60, 15, codec), 80);
  // 60 / 2 + max(2 · 1, 20) + 20 + 5
  assert.equal(oneWayDelayMs(60, 1, of("G729")), 75);
});

test("burst ratio: mean burst against that of random loss, never below 1", () => {
  // Bursts of 4 at 10 % loss: random loss makes bursts of 1 / 0.9.
  near(burstRatio(4, 10), 3.6, 1e-9);
  assert.equal(burstRatio(1, 10), 1);
});

test("burst ratio of extended reports by the two-state model", () => {
  // 100 ms at 50 % and 900 ms without loss: 5 % lost, the next is lost with 0.5: 0.95 / 0.5.
  near(burstRatioOfXr({ burstDensityPct: 50, burstMs: 100, gapDensityPct: 0, gapMs: 900 }), 1.9, 1e-9);
  // The same share everywhere is random loss: 0.9 / 0.9.
  near(burstRatioOfXr({ burstDensityPct: 10, burstMs: 100, gapDensityPct: 10, gapMs: 900 }), 1, 1e-9);
  assert.equal(burstRatioOfXr({ burstDensityPct: 0, burstMs: 0, gapDensityPct: 0, gapMs: 5000 }), null);
});

test("names of SDP find their codec, clocks tell wide from narrow, strangers are estimated as G.711", () => {
  assert.equal(of("pcma").bpl, 25.1);
  assert.equal(impairmentOf(CODEC_TABLE, "speex", 16_000).scale, "wb");
  assert.equal(impairmentOf(CODEC_TABLE, "speex", 8000).scale, "nb");
  assert.deepEqual([of("opus").estimated, of("opus").scale, of("G729").estimated], [true, "fb", false]);
  assert.deepEqual([of("constructor").estimated, of("constructor").ie, of("X-NEW").scale], [true, 0, "nb"]);
  assert.equal(impairmentOf({ ...CODEC_TABLE, PCMA: of("G711/NOPLC") }, "PCMA").bpl, 4.3);
});

test("an operator's own values stand in the table's place, and are no estimates", () => {
  const table = codecTableWith([
    { name: "opus", ie: 8, bpl: 20 },
    { name: "X-New", ie: 3, bpl: 9, scale: "wb" },
  ]);
  assert.deepEqual(impairmentOf(table, "opus", 48_000), { ...of("opus"), ie: 8, bpl: 20, estimated: false, assumed: "" });
  assert.deepEqual(
    [impairmentOf(table, "x-new").scale, impairmentOf(table, "x-new").bpl, impairmentOf(table, "PCMA")],
    ["wb", 9, of("PCMA")],
  );
  assert.equal(of("opus").estimated, true);
});

test("Homer's score of old", () => {
  // L = 20 + 2·5 + 10 = 40: 93.2 − 1 − 2.5 = 89.7; L = 230: 93.2 − 11 − 5 = 77.2; L = 60: 93.2 − 1.5 − 12.5 = 79.2.
  near(legacyHomerMos({ rttMs: 20, jitterMs: 5, lossPct: 1 }), 4.33);
  near(legacyHomerMos({ rttMs: 200, jitterMs: 10, lossPct: 2 }), 3.91);
  near(legacyHomerMos({ rttMs: 40, jitterMs: 5, lossPct: 5 }), 3.99);
});

test("whatever goes in, MOS is a number from 1 to 4.5, and more loss is never better", () => {
  const codecs = Object.keys(CODEC_TABLE).map(of);
  const number = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(...codecs), number, number, number, number, (codec, a, b, burstR, delayMs) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)].map((lossPct) => rate({ codec, lossPct, burstR, delayMs }));
      for (const mos of [less!.mosLq, more!.mosLq, less!.mosCq!, more!.mosCq!]) assert.ok(mos >= 1 && mos <= 4.5);
      assert.ok(more!.r <= less!.r + 1e-9 && less!.mosCq! <= less!.mosLq + 1e-9);
    }),
    { numRuns: 300 },
  );
});
