// HEP payload (capture protocol) types, chunk 0x000b; and the class of archive segment that each belongs to.

export const PAYLOAD_TYPE = {
  SIP: 1, XMPP: 2, SDP: 3, RTP: 4, RTCP_JSON: 5, MGCP: 6, MEGACO: 7, M2UA: 8, M3UA: 9, IAX: 10, H322: 11, H321: 12, M2PA: 13,
  RTP_REPORT: 34, RTP_REPORT_SHORT: 35, HORACLIFIX: 38, SIP_JSON: 50, DNS_JSON: 53, ISUP_JSON: 54, RTSP_JSON: 55, DIAMETER_JSON: 56,
  GSM_MAP_JSON: 57, RTCP_PION: 58, CDR: 60, VERTO_JSON: 61, CDR_HOMER: 81, OPENSIPS_XLOG: 86, LOG: 100, LOKI: 200,
} as const;

/** Classes of archive segments: they differ so that retention can differ by unlinking files. */
export const SEGMENT_CLASSES = ["call", "register", "other", "media", "log"] as const;
export type SegmentClass = (typeof SEGMENT_CLASSES)[number];

const MEDIA = new Set<number>([PAYLOAD_TYPE.RTP, PAYLOAD_TYPE.RTCP_JSON, PAYLOAD_TYPE.RTP_REPORT, PAYLOAD_TYPE.RTP_REPORT_SHORT, PAYLOAD_TYPE.HORACLIFIX, PAYLOAD_TYPE.RTCP_PION]);
const LOGS = new Set<number>([PAYLOAD_TYPE.LOG, PAYLOAD_TYPE.OPENSIPS_XLOG, PAYLOAD_TYPE.LOKI]);

export const isMediaPayload = (type: number): boolean => MEDIA.has(type);
export const isLogPayload = (type: number): boolean => LOGS.has(type);

/** Methods whose dialogs belong to calls (profile `call` of heplify-server), by CSeq method. */
const CALL_METHODS = new Set(["INVITE", "ACK", "BYE", "CANCEL", "UPDATE", "PRACK", "REFER", "INFO", "NOTIFY"]);

export function segmentClass(payloadType: number, cseqMethod: string): SegmentClass {
  if (payloadType === PAYLOAD_TYPE.SIP) {
    if (CALL_METHODS.has(cseqMethod)) return "call";
    return cseqMethod === "REGISTER" ? "register" : "other";
  }
  if (MEDIA.has(payloadType)) return "media";
  return LOGS.has(payloadType) ? "log" : "other";
}
