// Which call an RTCP packet belongs to when it carries no correlation id: the one whose SDP named the address it went to or came from.
import { bodyOf, parseSdp } from "@sipglass/decode";
import { hostPort, type Packet, type SipMessage } from "@sipglass/model";

export interface MediaEnds {
  learn(message: SipMessage): void;
  /** Call-ID, or "". */
  callOf(packet: Packet): string;
}

export function createMediaEnds(): MediaEnds {
  const calls = new Map<string, string>();
  return {
    learn(message) {
      if (message.bodyAt >= message.endAt || !message.contentType.toLowerCase().includes("sdp")) return;
      const sdp = parseSdp(bodyOf(message));
      if (!sdp.ok) return;
      for (const { address, port, rtcpAddress, rtcpPort } of sdp.value.media) {
        if (port > 0) calls.set(hostPort(address, port), message.callId).set(hostPort(rtcpAddress || address, rtcpPort), message.callId);
      }
    },
    callOf: ({ src, srcPort, dst, dstPort }) => calls.get(hostPort(dst, dstPort)) ?? calls.get(hostPort(src, srcPort)) ?? "",
  };
}
