// A call (or the legs of a session) as a file to take away.
import { isMediaPayload, PAYLOAD_TYPE, SipglassError, type MessageView } from "@sipglass/model";
import { anonymousLegs } from "./anonymise/anonymous-legs.ts";
import { diagnosisOf } from "./diagnosis.ts";
import { maskDigits } from "./dtmf.ts";
import {
  captureFile,
  captureWriter,
  leftOut,
  shownPackets,
  type ArchivedPacket,
  type CaptureOptions,
  type ShownPacket,
} from "./export-capture.ts";
import { exportJson, exportText } from "./export-text.ts";
import { maskJson } from "./mask.ts";
import { mergeLegs } from "./merge-legs.ts";
import { packetComments } from "./packet-comments.ts";
import { htmlReport } from "./report/html-report.ts";
import { sippScenario, type SippRole } from "./sipp.ts";
import { storyOf, type Story, type StorySource } from "./story.ts";

export const EXPORT_FORMATS = ["pcap", "pcapng", "text", "json", "html", "sipp", "sipp-uas"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_PARTS = ["sip", "rtcp", "log"] as const;
export type ExportPart = (typeof EXPORT_PARTS)[number];

export interface ExportSource extends StorySource {
  /** For captures, and for whatever is anonymous. */
  packets: readonly ArchivedPacket[];
  parts: ReadonlySet<ExportPart>;
  hideDigits: boolean;
  /** In packets and reports; other words are masked where they are sent. */
  hideNumbers: boolean;
}

export interface ExportedFile {
  name: string;
  contentType: string;
  body: string | Buffer;
  /** What the format has no place for, as "log=3"; "" = nothing. */
  leftOut: string;
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

export const CONTENT_TYPE: Readonly<Record<ExportFormat, string>> = {
  pcap: "application/vnd.tcpdump.pcap",
  pcapng: "application/x-pcapng",
  text: "text/plain; charset=utf-8",
  json: "application/json; charset=utf-8",
  html: "text/html; charset=utf-8",
  sipp: "application/xml; charset=utf-8",
  "sipp-uas": "application/xml; charset=utf-8",
};
export const EXTENSION: Readonly<Record<ExportFormat, string>> = {
  pcap: "pcap",
  pcapng: "pcapng",
  text: "txt",
  json: "json",
  html: "html",
  sipp: "uac.xml",
  "sipp-uas": "uas.xml",
};

export const isCapture = (format: ExportFormat): format is "pcap" | "pcapng" => format === "pcap" || format === "pcapng";

const keepsOf =
  ({ parts }: Pick<ExportSource, "parts">) =>
  (payloadType: number): boolean =>
    parts.has(partOf(payloadType));

const captureOptions = (source: ExportSource): CaptureOptions => ({
  callIds: new Set(source.legs.map(({ call }) => call.callId)),
  hideDigits: source.hideDigits || source.isAnonymous,
  hideNumbers: source.hideNumbers,
  keeps: keepsOf(source),
});

/** The packets as they may be shown, and the legs as they are told: what was asked for, under other names when it is to be anonymous. */
export function shownSource(source: ExportSource): { source: ExportSource; packets: ShownPacket[] } {
  const packets = shownPackets(source.packets, captureOptions(source));
  if (source.isAnonymous) {
    const renamed = anonymousLegs(packets);
    return {
      source: { ...source, legs: renamed.legs, links: renamed.links, name: renamed.legs[0]?.call.callId ?? "", alias: () => undefined },
      packets: renamed.packets,
    };
  }
  const keeps = keepsOf(source);
  const legs = source.legs.map(({ call, messages }) => ({
    call,
    messages: messages
      .filter(({ payloadType }) => keeps(payloadType))
      .map((message) => (source.hideDigits ? { ...message, raw: maskDigits(message.raw) } : message)),
  }));
  return { source: { ...source, legs }, packets };
}

/** Reports are masked before they are drawn: afterwards they are markup. */
export function storyFor(source: ExportSource): Story {
  const story = storyOf(source);
  return source.hideNumbers ? (maskJson(story) as Story) : story;
}

function wordsOf(format: Exclude<ExportFormat, "pcap" | "pcapng">, source: ExportSource): string {
  const { legs } = source;
  if (format === "html") return htmlReport(storyFor(source));
  const messages = mergeLegs(legs.map((leg) => leg.messages));
  if (format === "sipp" || format === "sipp-uas") return scenarioOf(messages, format === "sipp" ? "uac" : "uas");
  return format === "text"
    ? exportText(messages)
    : exportJson(
        legs.map(({ call }) => source.present(call)),
        messages,
      );
}

/** A scenario is one leg: of a session, the first. */
function scenarioOf(messages: readonly MessageView[], role: SippRole): string {
  const first = messages.find(({ payloadType }) => payloadType === PAYLOAD_TYPE.SIP);
  const scenario = sippScenario(
    messages.filter(({ callId }) => callId === first?.callId),
    role,
  );
  if (scenario === "")
    throw new SipglassError(
      "bad_request",
      { format: "sipp" },
      "This call has no request that could begin a scenario: its beginning was not captured.",
    );
  return scenario;
}

/** Legs that are no session are looked at each for itself. */
export function commentsFor(
  format: "pcap" | "pcapng",
  { legs, links, alias, codecs }: ExportSource,
  isOneSession = true,
): (shown: ShownPacket) => string {
  if (format === "pcap") return () => "";
  if (isOneSession) return packetComments(legs, diagnosisOf(legs, links, alias, codecs));
  const byRef = new Map(
    legs.flatMap((leg) => {
      const comment = packetComments([leg], diagnosisOf([leg], [], alias, codecs));
      return leg.messages.map(({ ref }) => [ref, comment] as const);
    }),
  );
  return (shown) => byRef.get(shown.ref)?.(shown) ?? "";
}

export function exportCalls(format: ExportFormat, asked: ExportSource, { isOneSession = true } = {}): ExportedFile {
  const { source, packets } = shownSource(asked);
  const named = {
    name: `sipglass-${source.isAnonymous ? "anonymous-" : ""}${safeName(source.name)}.${EXTENSION[format]}`,
    contentType: CONTENT_TYPE[format],
  };
  if (!isCapture(format)) return { ...named, body: wordsOf(format, source), leftOut: "" };
  const writer = captureWriter(format);
  const body = captureFile(writer, packets, commentsFor(format, source, isOneSession));
  return { ...named, body, leftOut: leftOut(writer) };
}
