// Reports about media that no correlation id brings to their call: what they tell about whose they are. Phones name the call in their report, RTP
// agents the ends of the media; RTCP has the ends of its packet and the SSRCs of both sides.
import { bodyOf, decodeReport, decodeRtcpPayload, decodeVqRtcpxr, toLatin1, utf8Text, type MediaReport } from "@sipglass/decode";
import { hostPort, isLogPayload, isMediaPayload, PAYLOAD_TYPE, type Packet, type SipMessage } from "@sipglass/model";

export interface Stray {
  /** Where it is archived. */
  writer: string;
  sequence: number;
  eventUs: number;
  agent: string;
  correlationId: string;
  /** Call-IDs that it names. */
  callIds: string[];
  /** `ip:port` of media or of the RTCP beside it, the one that it went to first. */
  ends: string[];
  ssrcs: number[];
}

export type StrayTells = Pick<Stray, "correlationId" | "callIds" | "ends" | "ssrcs">;

/** Undefined for what can never find a call: RTP itself (its packets are many), logs without a name. */
export function tellsOf(packet: Packet): StrayTells | undefined {
  const { payloadType, correlationId } = packet;
  if (payloadType === PAYLOAD_TYPE.RTCP_JSON || payloadType === PAYLOAD_TYPE.RTCP_PION) return rtcpTells(packet);
  if (isLogPayload(payloadType)) return correlationId === "" ? undefined : { correlationId, callIds: [correlationId], ends: [], ssrcs: [] };
  if (!isMediaPayload(payloadType) || payloadType === PAYLOAD_TYPE.RTP) return undefined;
  const report = decodeReport(payloadType, utf8Text(toLatin1(packet.payload)));
  return report.ok ? reportTells(report.value, correlationId) : undefined;
}

function rtcpTells({ payload, correlationId, src, srcPort, dst, dstPort }: Packet): StrayTells {
  const reports = decodeRtcpPayload(payload);
  const ssrcs = new Set(
    reports.ok ? reports.value.flatMap(({ ssrc, blocks }) => [ssrc, ...blocks.map(({ sourceSsrc }) => sourceSsrc)]) : [],
  );
  ssrcs.delete(0);
  const callIds = correlationId === "" ? [] : [correlationId];
  return { correlationId, callIds, ends: [hostPort(dst, dstPort), hostPort(src, srcPort)], ssrcs: [...ssrcs].slice(0, MOST_SSRCS) };
}

const MOST_SSRCS = 16;

function reportTells({ callId, streams }: MediaReport, correlationId: string): StrayTells {
  const ends = streams.flatMap(({ src, srcPort, dst, dstPort }) => [end(dst, dstPort), end(src, srcPort)]);
  return {
    correlationId,
    callIds: distinct([callId, correlationId]),
    ends: distinct(ends),
    ssrcs: streams.flatMap(({ ssrc }) => ssrc ?? []).slice(0, MOST_SSRCS),
  };
}

const end = (ip: string, port: number): string => (ip === "" || port === 0 ? "" : hostPort(ip, port));
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].filter((text) => text !== "");

/** A phone's report (RFC 6035) comes in a dialog of its own, and names the call inside. */
export function vqTells(message: SipMessage): StrayTells | undefined {
  if (!/vq-rtcpxr/i.test(message.contentType)) return undefined;
  const report = decodeVqRtcpxr(bodyOf(message));
  if (!report.ok || report.value.callId === message.callId) return undefined;
  const { callIds, ends, ssrcs } = reportTells(report.value, "");
  return callIds.length > 0 ? { correlationId: "", callIds, ends, ssrcs } : undefined;
}
