// What of a packet can stand in a capture file: SIP and media as they are, RTCP that came as JSON made into RTCP again; the rest is text.
import { isLogPayload, isMediaPayload, PAYLOAD_TYPE, type Packet } from "@sipglass/model";
import { isRtcp } from "../ip/media-guess.ts";
import { decodeRtcpJson } from "../rtcp/decode-rtcp-json.ts";
import { encodeRtcp } from "../rtcp/encode-rtcp.ts";

export type ExportedPayload =
  /** Bytes that were, or could have been, on the wire. */
  | { kind: "wire"; bytes: Uint8Array }
  /** A log line, or a report of an agent: never was on the media or signalling path. */
  | { kind: "text"; text: string }
  | { kind: "skipped"; reason: SkipReason };

export type SkipReason = "log" | "report" | "rtcp_not_encodable" | "too_large" | "other";

const utf8 = new TextDecoder();

export function exportedPayload(packet: Packet): ExportedPayload {
  const { payloadType, payload } = packet;
  if (payloadType === PAYLOAD_TYPE.SIP || payloadType === PAYLOAD_TYPE.RTP) return { kind: "wire", bytes: payload };
  if (payloadType === PAYLOAD_TYPE.RTCP_JSON) return rtcp(payload);
  if (isLogPayload(payloadType) || isMediaPayload(payloadType)) return { kind: "text", text: utf8.decode(payload) };
  return { kind: "skipped", reason: "other" };
}

function rtcp(payload: Uint8Array): ExportedPayload {
  if (isRtcp(payload)) return { kind: "wire", bytes: payload };
  const reports = decodeRtcpJson(utf8.decode(payload));
  const bytes = reports.ok ? encodeRtcp(reports.value) : undefined;
  return bytes && bytes.length > 0 ? { kind: "wire", bytes } : { kind: "skipped", reason: "rtcp_not_encodable" };
}
