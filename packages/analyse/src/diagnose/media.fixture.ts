// Streams, answered calls and public hosts for tests of rules about media.
import type { RtpFacts, Stream } from "@sipglass/model";

export const SECONDS = 1_000_000;
/** When the scripts begin, and when `answered` is answered. */
export const START_US = 1_795_196_999_000_000;

/** An answered call; `offer` and `answer` are settings of sdp(). More lines come before its BYE. */
export const answered = (offer = "", answer = "", more = ""): string => `
  A>B INVITE sdp(ip=192.0.2.10 ${offer})
  +100ms B>A 180
  +2s B>A 200 sdp(ip=192.0.2.20 ${answer})
  A>B ACK
  ${more}
  @60s A>B BYE
  B>A 200`;

export const goodRtp = (change: Partial<RtpFacts> = {}): RtpFacts => ({
  payloadTypes: [0], duplicates: 0, outOfOrder: 0, late: 0, jitterBufferMs: 60, bursts: 0, longestBurst: 0, maxDeltaMs: 24, meanDeltaMs: 20, timestampJumps: 0, talkSpurts: 1, comfortNoise: 0, dtmf: [], ...change,
});

const rtpStream = (change: Partial<Stream>): Partial<Stream> => ({ source: "rtp", rtp: goodRtp(), fromUs: START_US + 2.2 * SECONDS, toUs: START_US + 59.9 * SECONDS, packets: 2880, ...change });

/** Captured media of the caller and of the callee, good unless said otherwise. */
export const callerRtp = (change: Partial<Stream> = {}): Partial<Stream> => rtpStream({ ssrc: 1, src: "192.0.2.10:40000", dst: "192.0.2.20:40000", direction: "caller_to_callee", ...change });
export const calleeRtp = (change: Partial<Stream> = {}): Partial<Stream> => rtpStream({ ssrc: 2, src: "192.0.2.20:40000", dst: "192.0.2.10:40000", direction: "callee_to_caller", ...change });

/** Sender reports as an agent writes them; `hears` is the SSRC whose packets the sender receives, with loss if any. */
export const report = (from: "A" | "B", ssrc: number, packets: number, hears?: number): string =>
  `${from}>${from === "A" ? "B" : "A"} RTCP {"sender_information":{"ntp_timestamp_sec":3935000000,"ntp_timestamp_usec":0,"octets":${packets * 160},"rtp_timestamp":${packets * 160},"packets":${packets}},"ssrc":${ssrc},"type":200,"report_count":${hears === undefined ? 0 : 1},"report_blocks":[${hears === undefined ? "" : `{"source_ssrc":${hears},"fraction_lost":0,"packets_lost":0,"highest_seq_no":${packets},"ia_jitter":12,"lsr":0,"dlsr":0}`}]}`;
