// All RTP streams of a capture while it is read: one for each SSRC between two ends, as many as memory allows.
import { decodeRtp, parseSdp, STATIC_PAYLOADS, bodyParts } from "@sipglass/decode";
import { hostPort, type Packet, type SipMessage } from "@sipglass/model";
import { createRtpStream, type RtpFormat, type RtpStream, type RtpStreamFacts } from "./rtp-stream.ts";

/** One stream as it was found on the wire. */
export interface CapturedStream {
  ssrc: number;
  /** `ip:port` */
  src: string;
  dst: string;
  facts: RtpStreamFacts;
}

export interface RtpBook {
  /** Session descriptions tell what dynamic payload types mean where. */
  learn(message: SipMessage): void;
  /** False: it was no RTP, or there are too many streams. */
  packet(packet: Packet, atUs: number): boolean;
  streams(): CapturedStream[];
}

const MOST_STREAMS = 50_000;
/** What most phones use where no session description was captured. */
const USUAL_EVENTS = 101;

export function createRtpBook(options: { jitterBufferMs?: number } = {}): RtpBook {
  const open = new Map<string, { ssrc: number; src: string; dst: string; stream: RtpStream }>();
  /** `ip:port` → payload type → format, as its owner wants to receive. */
  const formats = new Map<string, Map<number, RtpFormat>>();
  const anywhere = new Map<number, RtpFormat>();
  const formatAt =
    (src: string, dst: string) =>
    (payloadType: number): RtpFormat | undefined =>
      formats.get(dst)?.get(payloadType) ??
      formats.get(src)?.get(payloadType) ??
      STATIC.get(payloadType) ??
      anywhere.get(payloadType) ??
      (payloadType === USUAL_EVENTS ? { name: "telephone-event", clockRateHz: 8000 } : undefined);
  return {
    learn(message) {
      if (message.bodyAt >= message.endAt) return;
      for (const { text, contentType } of bodyParts(message)) {
        if (!/sdp/i.test(contentType) && !text.startsWith("v=0")) continue;
        const sdp = parseSdp(text);
        for (const { address, port, codecs } of sdp.ok ? sdp.value.media : []) {
          const known = codecs
            .filter(({ name }) => name !== "")
            .map(({ payloadType, name, clockRate }) => [payloadType, { name, clockRateHz: clockRate }] as const);
          formats.set(hostPort(address, port), new Map(known));
          for (const [type, format] of known) if (type >= 96) anywhere.set(type, format);
        }
      }
    },
    packet(packet, atUs) {
      const header = decodeRtp(packet.payload);
      if (!header.ok) return false;
      const { ssrc } = header.value;
      const src = hostPort(packet.src, packet.srcPort);
      const dst = hostPort(packet.dst, packet.dstPort);
      const key = `${ssrc} ${src} ${dst}`;
      let one = open.get(key);
      if (!one) {
        if (open.size >= MOST_STREAMS) return false;
        one = { ssrc, src, dst, stream: createRtpStream({ ...options, formatOf: formatAt(src, dst) }) };
        open.set(key, one);
      }
      one.stream.packet(header.value, atUs);
      return true;
    },
    streams: () => [...open.values()].map(({ ssrc, src, dst, stream }) => ({ ssrc, src, dst, facts: stream.finish() })),
  };
}

const STATIC: ReadonlyMap<number, RtpFormat> = new Map(
  [...STATIC_PAYLOADS].map(([type, { name, clockRateHz }]) => [type, { name, clockRateHz }]),
);
