// Which calls announced an address for their media: for RTCP without a correlation id, and for the media itself.
import { bodyParts, parseSdp } from "@sipglass/decode";
import { hostPort, type Packet, type SipMessage } from "@sipglass/model";

export interface MediaEnds {
  learn(message: SipMessage): void;
  /** Call-ID of who announced one of its ends last, or "". */
  callOf(packet: Packet): string;
  /** Call-IDs of all who announced it. */
  callsAt(address: string): ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

export function createMediaEnds(): MediaEnds {
  const calls = new Map<string, Set<string>>();
  const announce = (address: string, callId: string): void => {
    const known = calls.get(address) ?? new Set<string>();
    // The newest stands last.
    known.delete(callId);
    calls.set(address, known.add(callId));
  };
  const newestAt = (ip: string, port: number): string | undefined => [...(calls.get(hostPort(ip, port)) ?? NONE)].at(-1);
  return {
    learn(message) {
      if (message.bodyAt >= message.endAt) return;
      for (const { contentType, text } of bodyParts(message)) {
        const sdp = /sdp/i.test(contentType) || text.startsWith("v=0") ? parseSdp(text) : undefined;
        for (const { address, port, rtcpAddress, rtcpPort } of sdp?.ok ? sdp.value.media : []) {
          if (port === 0) continue;
          announce(hostPort(address, port), message.callId);
          announce(hostPort(rtcpAddress || address, rtcpPort), message.callId);
        }
      }
    },
    callOf: ({ src, srcPort, dst, dstPort }) => newestAt(dst, dstPort) ?? newestAt(src, srcPort) ?? "",
    callsAt: (address) => calls.get(address) ?? NONE,
  };
}
