// Statistics that a phone or media proxy puts into its BYE or the answer to it: X-RTP-Stat (AVM, baresip), P-RTP-Stat (Cisco, Linksys) and
// the `MOS=…;Jitter=…` form of rtpengine's and Kamailio's recipes. There is no standard.
import { decoded, refused, type Decoded } from "@sipglass/model";
import { separatedValues, type KeyValues } from "./key-values.ts";
import { emptyReport, emptyStream, lossPctOf, type MediaReport, type StreamReport } from "./media-report.ts";
import { mosOf, numberOf } from "./report-number.ts";

/** `value` is that of the header. The call is that of the message. */
export function decodeRtpStat(value: string): Decoded<MediaReport> {
  const values = separatedValues(value);
  const streams = values.has("PR") || values.has("PS") || values.has("PL") ? phoneStreams(values) : proxyStreams(values);
  if (streams.length === 0) return refused("report_malformed");
  const report = emptyReport("rtp_stat");
  report.fields = Object.fromEntries(values);
  report.reporter = values.get("EX") ?? "";
  report.streams = streams;
  return decoded(report);
}

/** `a,b` = received, sent. */
const pair = (text: string | undefined): [number | null, number | null] => {
  const [received, sent] = (text ?? "").split(",");
  return [numberOf(received), numberOf(sent)];
};

function phoneStreams(values: KeyValues): StreamReport[] {
  const n = (key: string): number | null => numberOf(values.get(key));
  const [lostReceived, lostSent] = pair(values.get("PL"));
  const [jitterReceived, jitterSent] = pair(values.get("JI"));
  // IP=local,remote.
  const [local, remote] = (values.get("IP") ?? "").split(",").map(splitAddress);
  const roundTripMs = numberOf(values.get("DL")) ?? numberOf(values.get("LA"));
  const received: StreamReport = {
    ...emptyStream("received"),
    ...asSource(remote),
    ...asTarget(local),
    codec: codecOf(values.get("DE")),
    packets: n("PR"),
    expectedPackets: n("ER") || null,
    octets: n("OR"),
    lostPackets: lostReceived,
    jitterMs: jitterReceived,
    roundTripMs,
    mos: mosOf(values.get("MOS")),
  };
  const sent: StreamReport = {
    ...emptyStream("sent"),
    ...asSource(local),
    ...asTarget(remote),
    codec: codecOf(values.get("EN")),
    packets: n("PS"),
    octets: n("OS"),
    lostPackets: lostSent,
    jitterMs: jitterSent,
    roundTripMs,
  };
  received.lossPct = lossPctOf(received);
  sent.lossPct =
    sent.packets !== null && sent.packets > 0 && lostSent !== null && lostSent >= 0 ? Math.min((lostSent / sent.packets) * 100, 100) : null;
  const saysNothing = sent.packets === null && sent.lostPackets === null && sent.jitterMs === null;
  return saysNothing ? [received] : [received, sent];
}

interface Address {
  ip: string;
  port: number;
}

function splitAddress(text: string): Address {
  const match = /^\[?([^\]]*?)\]?:(\d{1,5})$/.exec(text.trim());
  return match ? { ip: match[1]!, port: Number(match[2]) } : { ip: text.trim(), port: 0 };
}

const asSource = (address: Address | undefined) => ({ src: address?.ip ?? "", srcPort: address?.port ?? 0 });
const asTarget = (address: Address | undefined) => ({ dst: address?.ip ?? "", dstPort: address?.port ?? 0 });
/** baresip writes codec and clock: PCMU/8000. */
const codecOf = (text: string | undefined): string => (text ?? "").split("/")[0]!.trim();

/** The proxy's view of the call as a whole: round trip in µs, loss in percent. */
function proxyStreams(values: KeyValues): StreamReport[] {
  const stream = emptyStream("unknown");
  const counts = /RTP:\s*(\d+) bytes, (\d+) packets/i.exec(values.get("RTPSTAT") ?? "");
  const roundTripUs = numberOf(values.get("RTT"));
  stream.mos = mosOf(values.get("MOS"));
  stream.jitterMs = numberOf(values.get("JITTER"));
  stream.lossPct = numberOf(values.get("PACKETLOSSPCT"));
  stream.roundTripMs = roundTripUs === null ? null : roundTripUs / 1000;
  if (counts) {
    stream.octets = Number(counts[1]);
    stream.packets = Number(counts[2]);
  }
  return stream.mos === null && stream.jitterMs === null && stream.lossPct === null && stream.packets === null ? [] : [stream];
}
