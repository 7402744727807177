// RTCP as the JSON of capture agents (HEP payload type 5): rtpengine, Asterisk, captagent, heplify, hepipe. One shape, many spellings:
// numbers as strings or negative, null sender information, types overwritten by a later packet, trailing commas, control characters.
import { decoded, refused, type Decoded } from "@sipglass/model";
import { decodeRtcp, signed24 } from "./decode-rtcp.ts";
import { isObject, looseJson, type JsonObject, type JsonValue } from "./loose-json.ts";
import { NTP_UNIX_OFFSET_S, ntpTime } from "./ntp.ts";
import { RTCP_TYPE, type RtcpBlock, type RtcpKind, type RtcpReport, type RtcpSender } from "./rtcp-report.ts";
import { readXrJson } from "./xr-json.ts";

const SDES_CNAME = 1;
const TWO_32 = 0x1_0000_0000;

/** Any HEP payload of type 5: JSON, or RTCP as it was on the wire. */
export function decodeRtcpPayload(payload: Uint8Array): Decoded<RtcpReport[]> {
  const first = payload.find((byte) => byte > 32) ?? 0;
  const isText = first === 0x7b || first === 0x5b;
  return isText ? decodeRtcpJson(new TextDecoder().decode(payload)) : decodeRtcp(payload);
}

/** `text` may also be RTCP bytes as Latin-1 characters, which some agents send under this type. */
export function decodeRtcpJson(text: string): Decoded<RtcpReport[]> {
  const value = looseJson(text);
  if (value === undefined)
    return text.charCodeAt(0) >> 6 === 2 ? decodeRtcp(Uint8Array.from(text, (c) => c.charCodeAt(0))) : refused("rtcp_malformed");
  const reports = (Array.isArray(value) ? value : [value]).filter(isObject).map(readReport);
  const known = reports.filter((report) => report !== undefined);
  return known.length > 0 ? decoded(known) : refused("rtcp_malformed");
}

function readReport(json: JsonObject): RtcpReport | undefined {
  const sender = isObject(json["sender_information"]) ? readSender(json["sender_information"]) : undefined;
  const blocks = (Array.isArray(json["report_blocks"]) ? json["report_blocks"] : [json["report_blocks"]])
    .filter(isObject)
    .map(readBlock)
    .filter(isReal);
  const xr = readXrJson(json["extended_report_information"] ?? json["Extended_report_information"] ?? json["report_blocks_xr"]);
  const items = (Array.isArray(json["sdes_information"]) ? json["sdes_information"] : []).filter(isObject);
  const cname = items.find((item) => unsigned(item["type"]) === SDES_CNAME)?.["text"];
  const ssrc = unsigned(json["ssrc"]) || unsigned(json["sdes_ssrc"]) || unsigned(items[0]?.["sdes_chunk_ssrc"]);
  const kind = kindOf(json, sender, blocks, xr !== undefined, items.length > 0);
  if (kind === undefined) return undefined;
  return {
    kind,
    ssrc,
    blocks,
    ...(kind === "SR" && sender ? { sender } : {}),
    ...(xr ? { xr } : {}),
    ...(typeof cname === "string" ? { cname } : {}),
  };
}

/** By content first: agents that read a compound let the type of its last packet win. */
function kindOf(
  json: JsonObject,
  sender: RtcpSender | undefined,
  blocks: RtcpBlock[],
  hasXr: boolean,
  hasSdes: boolean,
): RtcpKind | undefined {
  const type = unsigned(json["type"]);
  if (type === RTCP_TYPE.BYE) return "BYE";
  if (sender && (type === RTCP_TYPE.SR || type === 0 || sender.packets > 0 || sender.rtpTimestamp > 0)) return "SR";
  if (blocks.length > 0 || type === RTCP_TYPE.RR || type === RTCP_TYPE.SR) return "RR";
  if (hasXr || type === RTCP_TYPE.XR) return "XR";
  if (hasSdes || type === RTCP_TYPE.SDES) return "SDES";
  return type === RTCP_TYPE.APP ? "APP" : undefined;
}

function readSender(json: JsonObject): RtcpSender {
  return {
    ...readNtp(unsigned(json["ntp_timestamp_sec"]), unsigned(json["ntp_timestamp_usec"])),
    rtpTimestamp: unsigned(json["rtp_timestamp"]),
    packets: unsigned(json["packets"]),
    octets: unsigned(json["octets"]),
  };
}

/** Seconds since 1900 come with the raw fraction (rtpengine, captagent, heplify); Unix seconds with µs (Asterisk). */
function readNtp(seconds: number, rest: number): Pick<RtcpSender, "ntpUs" | "ntpMiddle"> {
  if (seconds >= NTP_UNIX_OFFSET_S || seconds === 0) return ntpTime(seconds, rest);
  const fraction = rest < 1e6 ? Math.floor((rest / 1e6) * TWO_32) : rest;
  return ntpTime(seconds + NTP_UNIX_OFFSET_S, fraction);
}

function readBlock(json: JsonObject): RtcpBlock {
  return {
    sourceSsrc: unsigned(json["source_ssrc"]),
    fractionLost: Math.min(unsigned(json["fraction_lost"]), 255),
    cumulativeLost: signedLost(json["packets_lost"]),
    highestSequence: unsigned(json["highest_seq_no"]),
    jitterTicks: unsigned(json["ia_jitter"]),
    lsr: unsigned(json["lsr"]),
    dlsr: unsigned(json["dlsr"]),
  };
}

/** Agents with a fixed struct send a block of zeros when there was none. */
const isReal = (block: RtcpBlock): boolean => Object.values(block).some((value) => value !== 0);

/** Signed when the agent says so itself, else the unsigned 24 bits of the wire. */
function signedLost(value: JsonValue | undefined): number {
  const number = numeric(value);
  return number < 0 ? Math.max(number, -0x80_0000) : signed24(Math.min(number, 0xff_ffff));
}

/** Numbers, also as strings; 0 for anything else. Negative ones are unsigned numbers that the agent printed as signed. */
const unsigned = (value: JsonValue | undefined): number => {
  const number = numeric(value);
  return number < 0 ? number >>> 0 : Math.min(number, 0xffff_ffff);
};

function numeric(value: JsonValue | undefined): number {
  const number = typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : 0;
  return Number.isFinite(number) ? Math.trunc(number) : 0;
}
