// The packets of one stream, read again from a capture: they are not kept while it is analysed, and few streams are listened to.
import { createCaptureReader, createIpReader, decodeRtp } from "@sipglass/decode";
import { hostPort, PAYLOAD_TYPE } from "@sipglass/model";
import type { RtpDatagram } from "../quality/g711.ts";

/** `bytes` is pcap or pcapng, whole; the stream is named as in `Stream`. */
export function mediaOf(bytes: Uint8Array, stream: { ssrc: number; src: string; dst: string }): RtpDatagram[] {
  const found: RtpDatagram[] = [];
  const nothing = (): void => undefined;
  const ip = createIpReader({
    onRefused: nothing,
    onPacket(packet) {
      if (packet.payloadType !== PAYLOAD_TYPE.RTP) return;
      if (hostPort(packet.src, packet.srcPort) !== stream.src || hostPort(packet.dst, packet.dstPort) !== stream.dst) return;
      const rtp = decodeRtp(packet.payload);
      if (rtp.ok && rtp.value.ssrc === stream.ssrc) found.push({ payload: packet.payload, timeUs: packet.timeUs });
    },
  });
  const reader = createCaptureReader({ onFrame: (frame) => ip.frame(frame), onRefused: nothing });
  reader.push(bytes);
  reader.end();
  ip.end();
  return found;
}
