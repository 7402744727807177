// Oracle (Acme Packet) SBC quality records, as horaclifix makes JSON of their IPFIX (HEP payload type 38): the caller's side as INC_*, the
// callee's as OUT_*. MOS and R are ×100.
import { decoded, refused, type Decoded } from "@sipglass/model";
import { isObject, looseJson, type JsonObject } from "../rtcp/loose-json.ts";
import { textFields } from "./agent-report.ts";
import { emptyReport, emptyStream, lossPctOf, type MediaReport, type StreamReport } from "./media-report.ts";
import { mosOf, numberOf, portOf, rFactorOf } from "./report-number.ts";

export function decodeHoraclifix(text: string): Decoded<MediaReport> {
  const json = looseJson(text);
  if (!isObject(json)) return refused("report_malformed");
  const streams = [readSide(json, "INC", "CALLER"), readSide(json, "OUT", "CALLEE")].filter((stream) => stream !== undefined);
  if (streams.length === 0) return refused("report_malformed");
  const report = emptyReport("horaclifix");
  report.fields = textFields(json);
  report.callId = report.fields["INC_ID"] || report.fields["OUT_ID"] || "";
  report.reporter = report.fields["NAME"] ?? "";
  report.streams = streams;
  return decoded(report);
}

/** Both sides arrive at the SBC: received. Undefined when nothing is said of this side. */
function readSide(json: JsonObject, side: "INC" | "OUT", end: "CALLER" | "CALLEE"): StreamReport | undefined {
  const n = (name: string): number | null => numberOf(json[`${side}_${name}`]);
  const address = (name: string): string => {
    const value = json[`${end}_${name}`];
    return typeof value === "string" ? value : "";
  };
  const stream: StreamReport = {
    ...emptyStream("received"),
    src: address("SRC_IP"),
    srcPort: portOf(json[`${end}_SRC_PORT`]),
    dst: address("DST_IP"),
    dstPort: portOf(json[`${end}_DST_PORT`]),
    codec: typeof json["MEDIA_TYPE"] === "string" ? json["MEDIA_TYPE"] : "",
    payloadType: typeof json["MEDIA_TYPE"] === "number" ? json["MEDIA_TYPE"] : null,
    packets: n("RTP_PK"),
    lostPackets: n("RTP_PK_LOSS"),
    octets: n("RTP_BYTE"),
    jitterMs: n("RTP_AVG_JITTER"),
    maxJitterMs: n("RTP_MAX_JITTER"),
    roundTripMs: n("RTCP_AVG_LAT"),
    mos: mosOf(n("MOS")),
    rFactor: rFactorOf(n("RVAL")),
  };
  if (stream.packets === null && stream.mos === null && stream.jitterMs === null) return undefined;
  stream.lossPct = lossPctOf(stream);
  return stream;
}
