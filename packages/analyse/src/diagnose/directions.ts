// What is known of the media of a leg, by direction of speech: its streams, whether anything arrived, and for how long both sides were to speak.
import type { Call, Evidence, Stream } from "@sipglass/model";
import { planOf, type Side } from "../quality/media-plan.ts";
import { rtcpPacketsOf } from "../quality/rtcp-packets.ts";
import type { Case, CaseLeg } from "./case.ts";
import { exchangesOf, isNowhere } from "./exchanges.ts";
import { once } from "./once.ts";

export interface LegMedia {
  leg: CaseLeg;
  /** Who speaks, `ip:port` of the speaker and listener as far as known. */
  ways: Record<Side, Way>;
  /** Some stream could not be told to belong to a side. */
  unclear: boolean;
  /** The media itself was captured, not only RTCP or reports. */
  captured: boolean;
  /** Sides whose own RTCP was seen. */
  rtcpFrom: ReadonlySet<Side>;
}

/** What one side says. */
export interface Way {
  speaker: Side;
  streams: Stream[];
  packets: number;
  /** Captured as media, or a receiver told of it. */
  heard: boolean;
  fromUs: number;
  toUs: number;
}

const FEW_PACKETS = 10;

/** Legs of which any media is known. */
export const legMedia = once(({ quality, legs }): LegMedia[] => {
  const streams = quality?.streams ?? [];
  return streams.length === 0 ? [] : legs.flatMap((leg) => mediaOf(leg, streams.filter(({ callId, clockRateHz }) => callId === leg.call.id && clockRateHz !== VIDEO_HZ)));
});

const VIDEO_HZ = 90_000;

function mediaOf(leg: CaseLeg, streams: readonly Stream[]): LegMedia[] {
  if (streams.length === 0) return [];
  return [{
    leg, ways: { caller: way("caller", streams), callee: way("callee", streams) }, unclear: streams.some(({ direction }) => direction === "unknown"),
    captured: streams.some(({ rtp }) => rtp !== null), rtcpFrom: rtcpSenders(leg),
  }];
}

function way(speaker: Side, all: readonly Stream[]): Way {
  const streams = all.filter(({ direction }) => direction === (speaker === "caller" ? "caller_to_callee" : "callee_to_caller"));
  const packets = streams.reduce((sum, one) => sum + (one.packets ?? 0), 0);
  const heard = packets > FEW_PACKETS || streams.some((one) => one.packets === null && one.reports.length > 0);
  return { speaker, streams, packets, heard, fromUs: Math.min(...streams.map(({ fromUs }) => fromUs)), toUs: Math.max(...streams.map(({ toUs }) => toUs)) };
}

function rtcpSenders({ others, messages, call }: CaseLeg): Set<Side> {
  if (others.length === 0) return new Set();
  const views = [...messages.map(({ view }) => view), ...others];
  return new Set(rtcpPacketsOf(views, planOf(views), call).flatMap(({ side }) => side ?? []));
}

/** How long after the answer both sides were to send and receive, by offers and answers. */
export function openUs(examined: Case, { call }: CaseLeg): number {
  const endUs = call.endedAtUs || call.lastSeenAtUs;
  if (call.answeredAtUs === 0 || endUs <= call.answeredAtUs) return 0;
  let sum = 0;
  let sinceUs = call.answeredAtUs;
  let open = true;
  for (const { offerSdp, answerSdp, answer, callId } of exchangesOf(examined)) {
    const audio = [offerSdp, answerSdp].flatMap((sdp) => sdp?.media.find(({ kind, port }) => kind === "audio" && port > 0) ?? []);
    if (callId !== call.id || answer === null || audio.length < 2) continue;
    const atUs = Math.min(Math.max(answer.atUs, sinceUs), endUs);
    if (open) sum += atUs - sinceUs;
    sinceUs = atUs;
    open = audio.every(({ direction, address }) => direction === "sendrecv" && !isNowhere(address));
  }
  return open ? sum + endUs - sinceUs : sum;
}

/** A figure of a stream as evidence; points to the report that says it when there is one. */
export function heardIn(stream: Stream, text: string, ref = stream.reports.find((report) => report.ref !== "")?.ref ?? ""): Evidence {
  return { ref, callId: stream.callId, atUs: stream.fromUs, text };
}

type Parties = Pick<Call, "caller" | "callee" | "fromUser" | "toUser" | "ruriUser">;

/** As people know them. */
export function partyName(call: Parties, side: Side): string {
  return side === "caller" ? call.caller || call.fromUser || "the caller" : call.callee || call.toUser || call.ruriUser || "the called party";
}

/** Who hears this stream, and whom. */
export function hearing(examined: Case, stream: Stream): { listener: string; speaker: string; path: string; host: string } {
  const call = examined.legs.find(({ call }) => call.id === stream.callId)?.call ?? examined.first?.call;
  const names = call === undefined ? { caller: "the caller", callee: "the called party" } : { caller: partyName(call, "caller"), callee: partyName(call, "callee") };
  const path = stream.src === "" && stream.dst === "" ? "" : ` (${stream.src || "unknown"} to ${stream.dst || "unknown"})`;
  const host = stream.src || stream.dst;
  if (stream.direction === "unknown") return { listener: "one side", speaker: "the other", path, host };
  return stream.direction === "caller_to_callee" ? { listener: names.callee, speaker: names.caller, path, host } : { listener: names.caller, speaker: names.callee, path, host };
}
