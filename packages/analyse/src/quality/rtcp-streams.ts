// Streams from RTCP: one for each SSRC and receiver, with loss per interval, jitter by the clock of the agreed codec, and round trips.
import type { Call } from "@sipglass/model";
import { measured, saneMs, type Measured, type StreamDraft } from "./draft.ts";
import { burstRatioOfXr } from "./e-model.ts";
import { hear, type Heard, type HeardVoip, type Sent } from "./heard.ts";
import type { MediaPlan } from "./media-plan.ts";
import { roundTripsOf, type RoundTrips } from "./round-trip.ts";
import type { RtcpPacket } from "./rtcp-packets.ts";
import { intervalsOf } from "./rtcp-intervals.ts";

export function rtcpStreams(packets: readonly RtcpPacket[], plan: MediaPlan, call: Pick<Call, "answeredAtUs">): StreamDraft[] {
  const trips = roundTripsOf(packets);
  const { heard, sent } = hear(packets);
  const streams = heard.map((one) => heardStream(one, sent, plan, trips, call));
  const silent = sent.filter(
    (one) =>
      one.counts.some(({ packets: count }) => count > 0) && !heard.some(({ ssrc, speaker }) => ssrc === one.ssrc && speaker === one.side),
  );
  return [...streams, ...silent.map((one) => unheardStream(one, plan))];
}

function heardStream(
  heard: Heard,
  sent: readonly Sent[],
  plan: MediaPlan,
  trips: RoundTrips,
  call: Pick<Call, "answeredAtUs">,
): StreamDraft {
  const sender = sent.find(({ ssrc, side }) => ssrc === heard.ssrc && side === heard.speaker);
  const stream = begun(plan, heard.ssrc, heard.speaker, sender?.src ?? heard.to, heard.by);
  const first = heard.blocks[0]?.atUs ?? heard.voip[0]?.atUs ?? 0;
  const last = Math.max(heard.blocks.at(-1)?.atUs ?? 0, heard.voip.at(-1)?.atUs ?? 0);
  const beganUs = Math.min(
    sender?.counts[0]?.atUs ?? first,
    call.answeredAtUs > 0 && call.answeredAtUs < first ? call.answeredAtUs : first,
  );
  const { intervals, lost, expectedSinceFirst, lostAtFirst } = intervalsOf(heard.blocks, stream.clockRateHz, beganUs);
  stream.fromUs = beganUs;
  stream.toUs = last;
  for (const interval of intervals) {
    const { ref, atUs, block, seen } = interval.of;
    const one = measured("rtcp", ref, atUs, interval.fromUs);
    Object.assign(one, {
      by: heard.by,
      packetsExpected: interval.expected,
      packetsLost: interval.lost,
      lossPct: interval.lossPct,
      reportedLossPct: interval.reportedLossPct,
      jitterMs: interval.jitterMs,
    });
    one.rttMs = trips.ms(block, seen);
    stream.ways.push(...trips.ways(block, seen));
    stream.measured.push(one);
  }
  stream.measured.push(...heard.voip.map((voip) => voipMeasured(voip, heard, beganUs)));
  if (intervals.length > 0) {
    const expected = expectedBefore(heard, sender, lostAtFirst) + expectedSinceFirst;
    const known = expected > 0 && lost <= expected;
    stream.counted.push({ source: "rtcp", packets: known ? expected - lost : null, lost, lossPct: known ? (lost / expected) * 100 : null });
  }
  return stream;
}

/** What the first report covers, the highest sequence does not tell: the sender's own count at that time does, else its fraction. */
function expectedBefore({ blocks }: Heard, sender: Sent | undefined, lostAtFirst: number): number {
  const first = blocks[0];
  if (!first) return 0;
  const counts = sender?.counts ?? [];
  const after = counts.find(({ atUs }) => atUs >= first.atUs);
  const before = counts.findLast(({ atUs }) => atUs < first.atUs);
  const counted =
    after && before
      ? before.packets + ((after.packets - before.packets) * (first.atUs - before.atUs)) / (after.atUs - before.atUs)
      : (before ?? after)?.packets;
  if (counted !== undefined && counted > 0) return Math.max(Math.round(counted), lostAtFirst);
  return first.block.fractionLost > 0 ? Math.round((lostAtFirst * 256) / first.block.fractionLost) : 0;
}

/** RFC 3611 §4.7.1: rates are since the beginning of reception. */
function voipMeasured({ ref, atUs, voip }: HeardVoip, { by }: Heard, beganUs: number): Measured {
  const one = measured("rtcp_xr", ref, atUs, beganUs);
  return {
    ...one,
    by,
    total: true,
    lossPct: voip.lossPct,
    reportedLossPct: voip.lossPct,
    discardPct: voip.discardPct,
    burstR: burstRatioOfXr(voip),
    rttMs: voip.roundTripMs > 0 ? saneMs(voip.roundTripMs) : null,
    endSystemDelayMs: voip.endSystemDelayMs > 0 ? saneMs(voip.endSystemDelayMs) : null,
    reportedMos: voip.mosCq ?? voip.mosLq,
    reportedR: voip.rFactor,
  };
}

function unheardStream({ ssrc, side, src, dst, counts }: Sent, plan: MediaPlan): StreamDraft {
  const stream = begun(plan, ssrc, side, src, dst);
  stream.fromUs = counts[0]!.atUs;
  stream.toUs = counts.at(-1)!.atUs;
  stream.notes.push(`The sender says that it sent ${counts.at(-1)!.packets} packets; no receiver reported about them.`);
  return stream;
}

/** Address pairs of RTCP as those of the media beside it. */
function begun(plan: MediaPlan, ssrc: number, speaker: StreamDraft["speaker"], from: string, to: string): StreamDraft {
  const agreed = plan.agreed(from, to);
  const kind = plan.ends.get(from)?.kind ?? plan.ends.get(to)?.kind ?? "audio";
  return {
    ssrc,
    speaker,
    src: rtpEnd(plan, from),
    dst: rtpEnd(plan, to),
    kind,
    codec: agreed?.codec.name ?? "",
    clockRateHz: agreed?.codec.clockRate || (kind === "video" ? 90_000 : 8000),
    ptimeMs: agreed?.ptimeMs ?? 0,
    fromUs: 0,
    toUs: 0,
    counted: [],
    measured: [],
    rtp: null,
    ways: [],
    otherHalfMs: null,
    notes: [],
  };
}

/** RFC 3550 §11: media on the even port, RTCP on the odd one above. */
function rtpEnd(plan: MediaPlan, rtcp: string): string {
  const known = plan.ends.get(rtcp);
  if (known) return known.rtp;
  const colon = rtcp.lastIndexOf(":");
  const port = Number(rtcp.slice(colon + 1));
  return port % 2 === 1 ? `${rtcp.slice(0, colon)}:${port - 1}` : rtcp;
}
