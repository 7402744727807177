// RTP made for tests: 20 ms of voice a packet, with whatever should go wrong.
import type { RtpHeader } from "@sipglass/decode";
import { createRtpStream, type RtpStreamFacts, type RtpStreamOptions } from "./rtp-stream.ts";

export const RTP_START_US = 1_700_000_000_000_000;

export interface RtpArrival {
  header: RtpHeader;
  atUs: number;
}

/** Packet `i` of a steady stream; `delayMs` late. */
export function voice(
  i: number,
  { sequence = 1000, timestamp = 160_000, payloadType = 8, marker = i === 0, delayMs = 0 } = {},
): RtpArrival {
  return {
    atUs: RTP_START_US + (i * 20 + delayMs) * 1000,
    header: {
      marker,
      payloadType,
      sequence: (sequence + i) & 0xffff,
      timestamp: (timestamp + i * 160) >>> 0,
      ssrc: 1,
      csrcs: [],
      payload: new Uint8Array(160),
    },
  };
}

export function analysed(arrivals: readonly RtpArrival[], options: Partial<RtpStreamOptions> = {}): RtpStreamFacts {
  const formats: Record<number, string> = { 8: "PCMA", 13: "CN", 101: "telephone-event" };
  const formatOf = (type: number) => (formats[type] === undefined ? undefined : { name: formats[type], clockRateHz: 8000 });
  const stream = createRtpStream({ formatOf, ...options });
  for (const { header, atUs } of arrivals.toSorted((a, b) => a.atUs - b.atUs)) stream.packet(header, atUs);
  return stream.finish();
}
