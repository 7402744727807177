// Homer's tables: a row of which table a packet is (heplify-server's rule: SIP by the method in CSeq, the rest by HEP type).
import { PAYLOAD_TYPE, segmentClass } from "@sipglass/model";

/** `HEPID_PROFILE`, as requests name them. */
export const HOMER_TABLES = ["1_call", "1_registration", "1_default", "5_default", "35_default", "54_default", "100_default"] as const;
export type HomerTable = (typeof HOMER_TABLES)[number];

export const isHomerTable = (text: string): text is HomerTable => (HOMER_TABLES as readonly string[]).includes(text);

const BY_TYPE = new Map<number, HomerTable>([[PAYLOAD_TYPE.RTCP_JSON, "5_default"], [PAYLOAD_TYPE.ISUP_JSON, "54_default"], [PAYLOAD_TYPE.LOG, "100_default"]]);

export function homerTableOf(payloadType: number, cseqMethod: string): HomerTable {
  if (payloadType !== PAYLOAD_TYPE.SIP) return BY_TYPE.get(payloadType) ?? "35_default";
  const kind = segmentClass(payloadType, cseqMethod);
  return kind === "call" ? "1_call" : kind === "register" ? "1_registration" : "1_default";
}

export const isSipTable = (table: HomerTable): boolean => table.startsWith("1_");

/** What heplify-server calls a type that is not SIP, in `proto`. */
const PROTO = new Map<number, string>([[1, "sip"], [5, "rtcp"], [34, "rtpagent"], [35, "rtcpxr"], [38, "horaclifix"], [53, "dns"], [100, "log"]]);
export const protoOf = (payloadType: number): string => PROTO.get(payloadType) ?? String(payloadType);

/** What homer-app calls it on an arrow of the ladder. */
const ARROW = new Map<number, string>([[5, "RTCP"], [34, "Report RTP"], [35, "Report RTP"], [54, "ISUP"], [81, "CDR"], [100, "LOG"], [200, "Loki Data"]]);
export const arrowOf = (payloadType: number): string => ARROW.get(payloadType) ?? "generic";
