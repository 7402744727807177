// Reports of RTP agents as JSON (HEP payload types 34, at the end of a call, and 35, while it lasts).
import { decoded, refused, type Decoded } from "@sipglass/model";
import { isObject, looseJson, type JsonObject } from "../rtcp/loose-json.ts";
import { emptyReport, emptyStream, lossPctOf, type MediaReport, type StreamReport } from "./media-report.ts";
import { mosOf, numberOf, portOf, rFactorOf } from "./report-number.ts";

/** Agents give the time as seconds, or as milliseconds when they mean to be exact. */
const LARGEST_SECONDS = 1e11;

export function decodeAgentReport(text: string, source: "rtp_agent" | "rtp_agent_short"): Decoded<MediaReport> {
  const json = looseJson(text);
  if (!isObject(json) || !isReport(json)) return refused("report_malformed");
  const report = emptyReport(source);
  report.fields = textFields(json);
  report.callId = field(report, "RTP_SIP_CALL_ID") || field(report, "CORRELATION_ID");
  report.kind = isFinal(json, source) ? "final" : "interval";
  report.reporter = field(report, "REPORT_NAME");
  const atS = numberOf(json["REPORT_TS"]) ?? 0;
  report.stopUs = Math.round(atS > LARGEST_SECONDS ? atS * 1000 : atS * 1e6);
  report.streams = [readStream(json, report)];
  return decoded(report);
}

const MEASURES = ["JITTER", "MEAN_JITTER", "MAX_JITTER", "TOTAL_PK", "EXPECTED_PK", "PACKET_LOSS", "MOS", "MEAN_MOS", "RFACTOR", "DELTA"];
const isReport = (json: JsonObject): boolean => MEASURES.some((name) => numberOf(json[name]) !== null);

function isFinal(json: JsonObject, source: MediaReport["source"]): boolean {
  const type = typeof json["TYPE"] === "string" ? json["TYPE"].toUpperCase() : "";
  return type === "" ? source === "rtp_agent" : type !== "PERIODIC";
}

export function textFields(json: JsonObject): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(json)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") fields[name] = String(value);
  }
  return fields;
}

const field = (report: MediaReport, name: string): string => report.fields[name] ?? "";

function readStream(json: JsonObject, report: MediaReport): StreamReport {
  const n = (name: string): number | null => numberOf(json[name]);
  const stream: StreamReport = {
    ...emptyStream(directionOf(json["DIR"])),
    ssrc: n("SSRC"),
    src: field(report, "SRC_IP"),
    srcPort: portOf(json["SRC_PORT"]),
    dst: field(report, "DST_IP"),
    dstPort: portOf(json["DST_PORT"]),
    codec: field(report, "CODEC_NAME"),
    payloadType: n("CODEC_PT"),
    clockRateHz: n("CLOCK"),
    packets: n("TOTAL_PK"),
    expectedPackets: n("EXPECTED_PK"),
    lostPackets: n("PACKET_LOSS"),
    outOfOrderPackets: n("OUT_ORDER"),
    octets: n("TL_BYTE"),
    jitterMs: n("MEAN_JITTER") ?? n("JITTER"),
    maxJitterMs: n("MAX_JITTER"),
    maxDeltaMs: n("MAX_DELTA") ?? n("DELTA"),
    maxSkewMs: n("MAX_SKEW") ?? n("SKEW"),
    mos: mosOf(json["MEAN_MOS"]) ?? mosOf(json["MOS"]),
    minMos: mosOf(json["MIN_MOS"]),
    rFactor: rFactorOf(json["MEAN_RFACTOR"]) ?? rFactorOf(json["RFACTOR"]),
    minRFactor: rFactorOf(json["MIN_RFACTOR"]),
  };
  stream.lossPct = lossPctOf(stream);
  return stream;
}

/** Agents number the directions, without saying what 0 and 1 are seen from: only words are taken. */
function directionOf(value: unknown): StreamReport["direction"] {
  const word = typeof value === "string" ? value.toLowerCase() : "";
  if (/^(in|rx|recv|received|receive)/.test(word)) return "received";
  return /^(out|tx|send|sent)/.test(word) ? "sent" : "unknown";
}
