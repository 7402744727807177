// A call (or the legs of a session) as a file to take away.
import type { CallJson, MessageView } from "@sipglass/model";
import { isMediaPayload, PAYLOAD_TYPE, SipglassError } from "@sipglass/model";
import { maskDigits } from "./dtmf.ts";
import { exportCapture, type ArchivedPacket } from "./export-capture.ts";
import { sippScenario, type SippRole } from "./sipp.ts";
import { exportJson, exportText } from "./export-text.ts";

export const EXPORT_FORMATS = ["pcap", "pcapng", "text", "json", "sipp", "sipp-uas"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_PARTS = ["sip", "rtcp", "log"] as const;
export type ExportPart = (typeof EXPORT_PARTS)[number];

export interface ExportSource {
  calls: readonly CallJson[];
  /** For pcap and pcapng. */
  packets: readonly ArchivedPacket[];
  /** For text and json, in order. */
  messages: readonly MessageView[];
  parts: ReadonlySet<ExportPart>;
  /** Of the file, before it is made safe: the Call-ID. */
  name: string;
  hideDigits: boolean;
  /** In packets; words are masked where they are sent. */
  hideNumbers?: boolean;
}

export interface ExportedFile {
  name: string;
  contentType: string;
  body: string | Buffer;
}

/** What is neither signalling nor media (DNS, ISUP, CDRs) comes with the logs. */
export function partOf(payloadType: number): ExportPart {
  if (payloadType === PAYLOAD_TYPE.SIP) return "sip";
  return isMediaPayload(payloadType) ? "rtcp" : "log";
}

/** Call-IDs hold anything; a file name and a header hold little. */
export const safeName = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9._@-]+/g, "_")
    .replace(/^[._]+/, "")
    .slice(0, 100) || "call";

const CONTENT_TYPE: Readonly<Record<ExportFormat, string>> = {
  pcap: "application/vnd.tcpdump.pcap",
  pcapng: "application/x-pcapng",
  text: "text/plain; charset=utf-8",
  json: "application/json; charset=utf-8",
  sipp: "application/xml; charset=utf-8",
  "sipp-uas": "application/xml; charset=utf-8",
};
const EXTENSION: Readonly<Record<ExportFormat, string>> = { pcap: "pcap", pcapng: "pcapng", text: "txt", json: "json", sipp: "uac.xml", "sipp-uas": "uas.xml" };

function bodyOf(format: ExportFormat, { calls, packets, messages, parts, hideDigits, hideNumbers = false }: ExportSource): string | Buffer {
  const keeps = (payloadType: number): boolean => parts.has(partOf(payloadType));
  if (format === "pcap" || format === "pcapng") {
    return exportCapture(format, packets, { callIds: new Set(calls.map((call) => call.call_id)), hideDigits, hideNumbers, keeps });
  }
  const kept = messages.filter((message) => keeps(message.payloadType));
  const shown = hideDigits ? kept.map((message) => ({ ...message, raw: maskDigits(message.raw) })) : kept;
  if (format === "sipp" || format === "sipp-uas") return scenarioOf(shown, format === "sipp" ? "uac" : "uas");
  return format === "text" ? exportText(shown) : exportJson(calls, shown);
}

/** A scenario is one leg: of a session, the first. */
function scenarioOf(messages: readonly MessageView[], role: SippRole): string {
  const first = messages.find(({ payloadType }) => payloadType === PAYLOAD_TYPE.SIP);
  const scenario = sippScenario(messages.filter(({ callId }) => callId === first?.callId), role);
  if (scenario === "") throw new SipglassError("bad_request", { format: "sipp" }, "This call has no request that could begin a scenario: its beginning was not captured.");
  return scenario;
}

export function exportCalls(format: ExportFormat, source: ExportSource): ExportedFile {
  return {
    name: `sipglass-${safeName(source.name)}.${EXTENSION[format]}`,
    contentType: CONTENT_TYPE[format],
    body: bodyOf(format, source),
  };
}
