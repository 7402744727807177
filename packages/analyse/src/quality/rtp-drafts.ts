// Streams of captured media as drafts of the call they belong to, and RTCP about the same media joined to them.
import type { RtpFacts } from "@sipglass/model";
import { measured, type Measured, type StreamDraft } from "./draft.ts";
import { burstRatio } from "./e-model.ts";
import { otherSide, type MediaPlan, type Side } from "./media-plan.ts";
import type { CapturedStream } from "./rtp-book.ts";
import type { RtpInterval, RtpStreamFacts } from "./rtp-stream.ts";

export function rtpDrafts(streams: readonly CapturedStream[], plan: MediaPlan): StreamDraft[] {
  return streams.map(({ ssrc, src, dst, facts }) => {
    const { received, lost, late } = facts;
    const expected = received + lost;
    const agreed = plan.agreed(src, dst);
    const kind = plan.ends.get(dst)?.kind ?? plan.ends.get(src)?.kind ?? (facts.clockRateHz === 90_000 ? "video" : "audio");
    const whole = {
      ...measuredOf(facts, expected, late, facts.fromUs, facts.toUs, facts.meanJitterMs, true),
      maxJitterMs: facts.maxJitterMs,
    };
    return {
      ssrc,
      speaker: speakerOf(plan, src, dst),
      src,
      dst,
      kind,
      codec: facts.codec || (agreed?.codec.name ?? ""),
      clockRateHz: facts.clockRateHz,
      ptimeMs: facts.ptimeMs >= 5 && facts.ptimeMs <= 200 ? facts.ptimeMs : (agreed?.ptimeMs ?? 0),
      fromUs: facts.fromUs,
      toUs: facts.toUs,
      counted: [{ source: "rtp", packets: received, lost, lossPct: expected >= FEWEST_PACKETS ? (lost / expected) * 100 : null }],
      measured: [...facts.intervals.map(intervalMeasured), ...(received >= FEWEST_PACKETS ? [whole] : [])],
      rtp: rtpFacts(facts),
      ways: [],
      otherHalfMs: null,
      notes: notesOf(facts),
    };
  });
}

const FEWEST_PACKETS = 5;

function speakerOf(plan: MediaPlan, src: string, dst: string): Side | undefined {
  const host = (address: string): string => address.slice(0, address.lastIndexOf(":")).replace(/^\[|\]$/g, "");
  const to = plan.ends.get(dst)?.side;
  const known = plan.ends.get(src)?.side ?? (to ? otherSide(to) : undefined) ?? plan.sideOf(src, host(src));
  if (known) return known;
  const byHost = plan.sideOf(dst, host(dst));
  return byHost && otherSide(byHost);
}

const intervalMeasured = (one: RtpInterval): Measured =>
  measuredOf(one, one.received + one.lost, one.late, one.fromUs, one.toUs, one.jitterMs, false);

function measuredOf(
  { lost, bursts }: Pick<RtpInterval, "lost" | "bursts">,
  expected: number,
  late: number,
  fromUs: number,
  toUs: number,
  jitterMs: number,
  total: boolean,
): Measured {
  const lossPct = expected >= FEWEST_PACKETS ? (lost / expected) * 100 : null;
  return {
    ...measured("rtp", "", toUs, fromUs),
    total,
    packetsExpected: expected,
    packetsLost: lost,
    lossPct,
    discardPct: lossPct === null ? null : (late / expected) * 100,
    jitterMs,
    burstR: bursts > 0 && lossPct !== null ? burstRatio(lost / bursts, lossPct) : null,
  };
}

const rtpFacts = (facts: RtpStreamFacts): RtpFacts => ({
  payloadTypes: facts.payloadTypes,
  duplicates: facts.duplicates,
  outOfOrder: facts.outOfOrder,
  late: facts.late,
  jitterBufferMs: facts.jitterBufferMs,
  bursts: facts.bursts,
  longestBurst: facts.longestBurst,
  maxDeltaMs: facts.maxDeltaMs,
  meanDeltaMs: facts.meanDeltaMs,
  timestampJumps: facts.timestampJumps,
  talkSpurts: facts.talkSpurts,
  comfortNoise: facts.comfortNoise,
  dtmf: facts.dtmf,
});

function notesOf({ late, jitterBufferMs, longestBurst }: RtpStreamFacts): string[] {
  const notes = ["Measured on the media where it was captured: what is lost behind that point is not in it."];
  if (late > 0)
    notes.push(`${late === 1 ? "1 packet" : `${late} packets`} came later than a jitter buffer of ${jitterBufferMs} ms can wait.`);
  if (longestBurst > 3) notes.push(`At worst ${longestBurst} packets in a row were lost: concealment fails beyond about three.`);
  return notes;
}

/**
 * What receivers say of media that was captured as well goes to that media: to the hop that ends where the receiver is, else to the last.
 */
export function joinRtcp(media: readonly StreamDraft[], rtcp: readonly StreamDraft[]): StreamDraft[] {
  const all = [...media];
  for (const heard of rtcp) {
    const same = media.filter(
      ({ ssrc, speaker }) => ssrc === heard.ssrc && (speaker === undefined || heard.speaker === undefined || speaker === heard.speaker),
    );
    const target = same.find(({ dst }) => dst === heard.dst) ?? same.find(({ src }) => src === heard.src) ?? same.at(-1);
    if (!target) all.push(heard);
    else if (heard.measured.length > 0) {
      target.measured.push(...heard.measured);
      target.counted.push(...heard.counted);
      target.ways.push(...heard.ways);
      target.speaker ??= heard.speaker;
    }
  }
  return all;
}
