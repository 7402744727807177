// Each figure of a stream: bad enough, good, and unknown.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stream } from "@sipglass/model";
import { assertAbsent, assertFound, assertNotCheckable } from "./case.fixture.ts";
import { answered, calleeRtp, callerRtp, goodRtp } from "./media.fixture.ts";
import type { Rule } from "./rule.ts";
import { STREAM_RULES } from "./stream-rules.ts";

const ruleOf = (id: string): Rule => STREAM_RULES.find((rule) => rule.id === id) ?? assert.fail(id);
const discarding = (discardPct: number): Stream["reports"] => [{
  ref: "", atUs: 1, source: "vq_rtcpxr", by: "phone", fromUs: 0, packetsExpected: null, packetsLost: null, lossPct: null, reportedLossPct: null, discardPct, jitterMs: null, rttMs: null, burstR: null,
  reportedMos: null, reportedR: null, mosLq: null, mosCq: null, r: null,
}];

/** Found, what the sentence says, and what is still well. */
const CASES: [id: string, bad: Partial<Stream>, sentence: RegExp, good: Partial<Stream>][] = [
  ["packet_loss", { lossPct: 5.2, lost: 150 }, /^5\.2 % of what Anna said never reached 2002/, { lossPct: 0.9 }],
  ["packet_loss", { lossPct: 1.5 }, /1\.5 %/, { lossPct: 40, packets: 20 }],
  ["loss_in_bursts", { lossPct: 4, burstR: 2.4 }, /^2002 missed whole words of Anna/, { lossPct: 4, burstR: 1.1 }],
  ["loss_in_bursts", { lossPct: 1, rtp: goodRtp({ bursts: 2, longestBurst: 30 }) }, /up to 30/, { lossPct: 0.1, rtp: goodRtp({ bursts: 1, longestBurst: 12 }) }],
  ["high_jitter", { jitterMs: 42, maxJitterMs: 80 }, /42 ms jitter on average, 80 ms at worst/, { jitterMs: 25, maxJitterMs: 60 }],
  ["packets_too_late", { rtp: goodRtp({ late: 200 }) }, /^6\.9 % of what Anna said came too late/, { rtp: goodRtp({ late: 10 }) }],
  ["packets_too_late", { rtp: null, reports: discarding(3) }, /^3 %/, { rtp: null, reports: discarding(0.2) }],
  ["long_delay", { rttMs: 612 }, /there and back takes 612 ms/, { rttMs: 250 }],
  ["packets_out_of_order", { rtp: goodRtp({ outOfOrder: 60, duplicates: 3 }) }, /60 late, 3 twice/, { rtp: goodRtp({ outOfOrder: 3 }) }],
  ["media_gap", { rtp: goodRtp({ maxDeltaMs: 4200 }) }, /^For 4\.2 s nothing of Anna reached 2002/, { rtp: goodRtp({ maxDeltaMs: 120 }) }],
  ["sender_jumped", { rtp: goodRtp({ timestampJumps: 5 }) }, /restarted its stream 5 times/, { rtp: goodRtp({ timestampJumps: 1 }) }],
  ["poor_quality", { mosLq: 3.1, why: ["Codec PCMU."] }, /^2002 heard Anna with flaws.*MOS 3\.1\.$/, { mosLq: 4.1 }],
  ["poor_quality", { mosLq: null, reportedMos: 1.9 }, /badly/, { mosLq: null, reportedMos: null }],
];

for (const [id, bad, sentence, good] of CASES) {
  test(`${id}: a stream with ${Object.keys(bad).join(" and ")} beyond the limit is found (${sentence.source}), one within is not`, () => {
    const finding = assertFound(ruleOf(id), answered(), { streams: [callerRtp(bad), calleeRtp()] });
    assert.match(finding.sentence, sentence);
    assert.match(finding.sentence, /192\.0\.2\.10:40000 to 192\.0\.2\.20:40000/);
    assert.equal(finding.host, "192.0.2.10:40000");
    assertAbsent(ruleOf(id), answered(), { streams: [callerRtp(good), calleeRtp()] });
  });
}

test("much of it is graver, little of it is only noted", () => {
  const severity = (id: string, stream: Partial<Stream>): string => assertFound(ruleOf(id), answered(), { streams: [callerRtp(stream)] }).severity;
  assert.deepEqual([1.5, 4, 15].map((lossPct) => severity("packet_loss", { lossPct })), ["info", "warning", "error"]);
  assert.deepEqual([3.4, 2.1].map((mosLq) => severity("poor_quality", { mosLq })), ["warning", "error"]);
  assert.deepEqual([500, 900].map((rttMs) => severity("long_delay", { rttMs })), ["warning", "error"]);
});

test("the worst of several streams is the one that is told", () => {
  const finding = assertFound(ruleOf("packet_loss"), answered(), { streams: [callerRtp({ lossPct: 4 }), calleeRtp({ lossPct: 12 })] });
  assert.match(finding.sentence, /^12 % of what 2002 said never reached Anna/);
  assert.equal(finding.evidence.length, 2);
});

for (const rule of STREAM_RULES) {
  test(`${rule.id} without any media cannot be checked`, () => void assertNotCheckable(rule, answered()));
}
