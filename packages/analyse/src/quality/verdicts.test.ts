// What is said of a call: who hears whom badly, from when, of what; nothing when all is well.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answered, CALLEE, CALLER, leg, rtcpView } from "./quality.fixture.ts";
import { qualityOf } from "./quality-of.ts";
import { summariseQuality } from "./summarise.ts";

const A = 10;
const B = 11;

/** Reports of the callee about the caller's stream every 5 s; START is 22:13:20 UTC. */
function heardByCallee(lostInInterval: readonly number[], jitterTicks = 8, extra: object = {}) {
  let lost = 0;
  return lostInInterval.map((more, i) => {
    lost += more;
    const block = {
      source_ssrc: A,
      highest_seq_no: 1000 + (i + 1) * 250,
      fraction_lost: Math.round((more / 250) * 256),
      packets_lost: lost,
      ia_jitter: jitterTicks,
      lsr: 0,
      dlsr: 0,
    };
    return rtcpView((i + 1) * 5000, CALLEE, CALLER, { ssrc: B, type: 201, report_blocks: [block], ...extra });
  });
}

const verdicts = (...args: Parameters<typeof heardByCallee>): string[] =>
  qualityOf(leg([...answered(), ...heardByCallee(...args)])).verdicts;

test("a direction that turns bad says who hears whom, from when to when, and the loss", () => {
  assert.deepEqual(verdicts([0, 0, 20, 30, 0, 0]), ["Bob hears Alice with flaws from 22:13:30 UTC to 22:13:40 UTC: 10 % loss."]);
});

test("bad until the end has no end, several spells are counted", () => {
  assert.deepEqual(verdicts([0, 30, 0, 0, 60, 60]), ["Bob hears Alice badly from 22:13:40 UTC: 24 % loss, and 1 more time."]);
});

test("bursts of extended reports are named, and a late conversation", () => {
  const xr = {
    extended_report_information: {
      identifier: A,
      loss_rate: 21,
      discard_rate: 0,
      burst_rate: 128,
      gap_rate: 0,
      burst_duration: 200,
      gap_duration: 1000,
      round_trip_delay: 640,
      end_sys_delay: 80,
    },
  };
  const [first, second] = verdicts([21, 21], 8, xr);
  assert.match(first ?? "", /^Bob hears Alice with flaws from 22:13:22 UTC: 8\.\d % loss( in bursts)?\.$/);
  assert.equal(second, "Both hear each other late: the round trip takes 640 ms.");
});

test("nothing is said of a good call, nor of one nobody measured", () => {
  assert.deepEqual(verdicts([0, 1, 0, 2]), []);
  assert.deepEqual(qualityOf(leg(answered())), { streams: [], verdicts: [] });
  assert.deepEqual(summariseQuality({ streams: [], verdicts: [] }), { mos: null, lossPct: null, jitterMs: null, rttMs: null });
});

test("the row has the worst interval, the mean of the directions, and the worst loss", () => {
  const good = rtcpView(5000, CALLER, CALLEE, {
    ssrc: A,
    type: 201,
    report_blocks: [{ source_ssrc: B, highest_seq_no: 300, fraction_lost: 0, packets_lost: 0, ia_jitter: 80, lsr: 0, dlsr: 0 }],
  });
  const summary = summariseQuality(qualityOf(leg([...answered(), good, ...heardByCallee([0, 25])])));
  // One interval of 250 with 25 lost; the one before is known by its fraction alone, which was 0.
  assert.deepEqual([summary.mos?.scale, summary.mos?.source, summary.jitterMs, summary.rttMs], ["nb", "rtcp", 10, null]);
  // 10 %: R 66.13, MOS 3.41.
  assert.equal(summary.mos?.worst, 3.41);
  assert.ok((summary.mos?.average ?? 0) > 3.41);
});

test("the terms of a rating add up to it: what codec, loss and delay take is what is missing", () => {
  const [stream] = qualityOf(leg([...answered(), ...heardByCallee([0, 25, 25, 25])])).streams;
  const terms = stream?.terms;
  assert.ok(terms);
  assert.ok(Math.abs(terms.best - terms.codec - terms.loss - terms.r) < 1e-9 && terms.loss > 10, JSON.stringify(terms));
  assert.deepEqual([terms.best, terms.codec, terms.delay, terms.conversationR], [93.2, 0, null, null]);
});
