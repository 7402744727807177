// Voice quality reports of phones (RFC 6035, application/vq-rtcpxr), in PUBLISH, NOTIFY or MESSAGE, and as text in HEP. Read tolerantly:
// bare LF, no blank behind colons, lower case, the draft's x- names, missing LocalMetrics, unknown groups and keys.
import { decoded, fromRfc3339, refused, type Decoded } from "@sipglass/model";
import { spacedValues, type KeyValues } from "./key-values.ts";
import { emptyReport, emptyStream, type MediaReport, type StreamReport } from "./media-report.ts";
import { mosOf, numberOf, portOf, rFactorOf } from "./report-number.ts";

const LARGEST = 64 * 1024;
const LINE = /^(?:x-)?([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)$/i;

/** Groups of key=value by "" (about the session), "LOCAL" and "REMOTE", and lines that are plain texts. */
interface Parsed {
  texts: Map<string, string>;
  metrics: Record<Section, Map<string, KeyValues>>;
  fields: Record<string, string>;
}
type Section = "session" | "local" | "remote";

export function decodeVqRtcpxr(text: string): Decoded<MediaReport> {
  const parsed = parseLines(text.slice(0, LARGEST));
  const streams = [streamOf(parsed, "local"), streamOf(parsed, "remote")].filter((stream) => stream !== undefined);
  if (streams.length === 0 && !parsed.texts.has("CALLID")) return refused("report_malformed");
  const report = emptyReport("vq_rtcpxr");
  const [dialogCallId = "", ...dialogTags] = (parsed.texts.get("DIALOGID") ?? "").split(";").map((part) => part.trim());
  report.callId = parsed.texts.get("CALLID") || dialogCallId;
  for (const tag of dialogTags) {
    if (/^to-tag=/i.test(tag)) report.toTag = tag.slice(7);
    if (/^from-tag=/i.test(tag)) report.fromTag = tag.slice(9);
  }
  report.kind = kindOf(parsed);
  report.reporter = parsed.texts.get("LOCALID") ?? "";
  report.startUs = timeOf(parsed, "START");
  report.stopUs = timeOf(parsed, "STOP");
  report.streams = streams;
  report.fields = parsed.fields;
  return decoded(report);
}

function parseLines(text: string): Parsed {
  const parsed: Parsed = { texts: new Map(), metrics: { session: new Map(), local: new Map(), remote: new Map() }, fields: {} };
  let section: Section = "session";
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const match = LINE.exec(raw.trim());
    // HEP agents send the bare measures of a report on one line.
    if (!match) keep(parsed, "local", "MEASURES", raw);
    else {
      const name = match[1]!.toUpperCase();
      if (name === "LOCALMETRICS") section = "local";
      else if (name === "REMOTEMETRICS") section = "remote";
      // What follows the metrics is about the session again.
      else keep(parsed, /^(DIALOGID|LOCALADDR|REMOTEADDR|CALLID)$/.test(name) ? "session" : section, name, match[2]!);
    }
  }
  return parsed;
}

function keep(parsed: Parsed, section: Section, name: string, value: string): void {
  const values = spacedValues(value);
  const prefix = section === "session" ? name : `${section}.${name}`;
  if (!parsed.texts.has(name)) parsed.texts.set(name, value.trim());
  if (values.size === 0 || name === "DIALOGID" || name === "CALLID") {
    if (value.trim() !== "") parsed.fields[prefix] = value.trim();
    return;
  }
  const known = parsed.metrics[section].get(name);
  parsed.metrics[section].set(name, known ? new Map([...known, ...values]) : values);
  for (const [key, text] of values) parsed.fields[`${prefix}.${key}`] = text;
}

function kindOf({ texts }: Parsed): MediaReport["kind"] {
  if (texts.has("VQALERTREPORT")) return "alert";
  if (texts.has("VQINTERVALREPORT")) return "interval";
  // A session report without CallTerm may come before the end, but says all that was until now.
  return "final";
}

const timeOf = (parsed: Parsed, key: "START" | "STOP"): number => {
  const us = fromRfc3339(get(parsed, "local", "TIMESTAMPS", key) ?? get(parsed, "remote", "TIMESTAMPS", key) ?? "");
  return Number.isNaN(us) ? 0 : us;
};

/** Reports without LocalMetrics have their groups at the top: those are local. */
function get(parsed: Parsed, section: "local" | "remote", group: string, key: string): string | undefined {
  const found = parsed.metrics[section].get(group)?.get(key);
  if (found !== undefined || section === "remote") return found;
  return parsed.metrics.session.get(group)?.get(key) ?? parsed.metrics.local.get("MEASURES")?.get(key);
}

/** Local metrics are about what the reporter received, remote ones about what the other end received from it. */
function streamOf(parsed: Parsed, section: "local" | "remote"): StreamReport | undefined {
  const text = (group: string, key: string): string | undefined => get(parsed, section, group, key);
  const n = (group: string, key: string): number | null => numberOf(text(group, key));
  const stream: StreamReport = {
    ...emptyStream(section === "local" ? "received" : "sent"),
    ...endsOf(parsed, section),
    codec: text("SESSIONDESC", "PD") ?? "",
    payloadType: n("SESSIONDESC", "PT"),
    clockRateHz: n("SESSIONDESC", "SR"),
    jitterBufferNominalMs: n("JITTERBUFFER", "JBN"),
    jitterBufferMaximumMs: n("JITTERBUFFER", "JBM"),
    lossPct: n("PACKETLOSS", "NLR"),
    discardPct: n("PACKETLOSS", "JDR"),
    burstDensityPct: n("BURSTGAPLOSS", "BLD"),
    burstMs: n("BURSTGAPLOSS", "BD"),
    gapDensityPct: n("BURSTGAPLOSS", "GLD"),
    gapMs: n("BURSTGAPLOSS", "GD"),
    gmin: n("BURSTGAPLOSS", "GMIN"),
    roundTripMs: n("DELAY", "RTD"),
    endSystemDelayMs: n("DELAY", "ESD"),
    oneWayDelayMs: n("DELAY", "OWD") ?? n("DELAY", "SOWD"),
    jitterMs: n("DELAY", "IAJ"),
    meanAbsoluteJitterMs: n("DELAY", "MAJ"),
    signalDbm: n("SIGNAL", "SL"),
    noiseDbm: n("SIGNAL", "NL"),
    rerlDb: n("SIGNAL", "RERL"),
    rLq: rFactorOf(text("QUALITYEST", "RLQ")),
    rCq: rFactorOf(text("QUALITYEST", "RCQ")),
    mosLq: mosOf(text("QUALITYEST", "MOSLQ")),
    mosCq: mosOf(text("QUALITYEST", "MOSCQ")),
  };
  stream.mos = stream.mosCq ?? stream.mosLq;
  stream.rFactor = stream.rCq ?? stream.rLq;
  const measured = [stream.lossPct, stream.jitterMs, stream.mosLq, stream.mosCq, stream.rLq, stream.rCq, stream.roundTripMs, stream.gapMs];
  return measured.every((value) => value === null) ? undefined : stream;
}

function endsOf({ metrics }: Parsed, section: "local" | "remote"): Pick<StreamReport, "ssrc" | "src" | "srcPort" | "dst" | "dstPort"> {
  const local = metrics.session.get("LOCALADDR");
  const remote = metrics.session.get("REMOTEADDR");
  const [from, to] = section === "local" ? [remote, local] : [local, remote];
  return {
    ssrc: ssrcOf(from?.get("SSRC")),
    src: from?.get("IP") ?? "",
    srcPort: portOf(from?.get("PORT")),
    dst: to?.get("IP") ?? "",
    dstPort: portOf(to?.get("PORT")),
  };
}

/** With or without 0x it is hexadecimal, unless it has more digits than that allows. */
function ssrcOf(text: string | undefined): number | null {
  const match = /^(?:0x)?([0-9a-f]{1,8})$/i.exec(text ?? "");
  if (match) return Number.parseInt(match[1]!, 16);
  return /^\d{9,10}$/.test(text ?? "") ? Number(text) >>> 0 : null;
}
