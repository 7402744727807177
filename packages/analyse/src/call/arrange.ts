// The messages of a call in the order in which they happened, each transmission once: for the ladder, the API, the CLI and the page.
import { messageText, utf8Text } from "@sipglass/decode";
import type { MessageView, Packet, SipMessage } from "@sipglass/model";
import { causesOf, inCausalOrder } from "./causal-order.ts";
import { fingerprint } from "./fingerprint.ts";
import { transportOf } from "./parties.ts";
import { payloadText } from "./payload-text.ts";
import { sight, type Witness } from "./sightings.ts";

export interface ArchivedMessage {
  ref: string;
  receivedUs: number;
  eventUs: number;
  packet: Packet;
  /** null for RTCP, reports and logs. */
  message: SipMessage | null;
}

interface Shown {
  entry: ArchivedMessage;
  view: MessageView;
}

/**
 * By event time, then arrival; but never a response before its request, nor what a proxy relays before what it received (mirrors invert
 * them by up to 14 ms). Copies by other agents become `alsoSeenBy`, mirror duplicates are left out, retransmissions are marked.
 */
export function arrangeMessages(entries: readonly ArchivedMessage[]): MessageView[] {
  const byArrival = [...entries].sort((a, b) => a.receivedUs - b.receivedUs);
  const shown = mergeSightings(byArrival);
  shown.sort((a, b) => a.entry.eventUs - b.entry.eventUs || a.entry.receivedUs - b.entry.receivedUs);
  const causes = causesOf(
    shown.map(({ entry, view }) => ({ message: entry.message, packet: entry.packet, retransmission: view.retransmission })),
  );
  return inCausalOrder(shown, causes).map(({ view }) => view);
}

/** Judged in order of arrival, as the tracker did. */
function mergeSightings(entries: readonly ArchivedMessage[]): Shown[] {
  const shown: Shown[] = [];
  const witness: Witness = { seen: [] };
  const agents: string[] = [];
  const byTransmission = new Map<string, Shown>();
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const { message, packet } = entry;
    if (!message) {
      shown.push({ entry, view: otherView(entry) });
      continue;
    }
    const print = fingerprint(packet, message);
    const verdict = sight(witness, print, agentIndex(agents, packet.agentName), entry.eventUs, Number.POSITIVE_INFINITY);
    if (verdict === "duplicate") continue;
    const own = `${print}\n${packet.agentName}`;
    const nth = (counts.get(own) ?? 0) + 1;
    counts.set(own, nth);
    const first = byTransmission.get(`${print}\n${nth}`);
    if (verdict === "also_seen" && first) {
      if (!first.view.alsoSeenBy.includes(packet.agentName)) first.view.alsoSeenBy.push(packet.agentName);
      continue;
    }
    const item: Shown = { entry, view: sipView(entry, message, verdict === "retransmission") };
    byTransmission.set(`${print}\n${nth}`, item);
    shown.push(item);
  }
  return shown;
}

function agentIndex(agents: string[], name: string): number {
  const at = agents.indexOf(name);
  return at >= 0 ? at : agents.push(name) - 1;
}

function sipView(entry: ArchivedMessage, message: SipMessage, retransmission: boolean): MessageView {
  return {
    ...ends(entry),
    transport: transportOf(entry.packet, message),
    method: message.method,
    statusCode: message.statusCode,
    statusText: message.reasonPhrase,
    cseq: message.cseq,
    cseqMethod: message.cseqMethod,
    callId: message.callId,
    branch: message.branch,
    fromTag: message.fromTag,
    toTag: message.toTag,
    requestUri: message.requestUri,
    retransmission,
    alsoSeenBy: [],
    bodyKind: bodyKind(message),
    raw: utf8Text(messageText(message)),
  };
}

function otherView(entry: ArchivedMessage): MessageView {
  const { packet } = entry;
  return {
    ...ends(entry),
    transport: transportOf(packet, null),
    method: "",
    statusCode: 0,
    statusText: "",
    cseq: 0,
    cseqMethod: "",
    callId: packet.correlationId,
    branch: "",
    fromTag: "",
    toTag: "",
    requestUri: "",
    retransmission: false,
    alsoSeenBy: [],
    bodyKind: "",
    raw: payloadText(packet),
  };
}

function ends({ ref, eventUs, receivedUs, packet }: ArchivedMessage) {
  const { payloadType, src, srcPort, dst, dstPort, agentName } = packet;
  return { ref, timeUs: eventUs, receivedUs, payloadType, src, srcPort, dst, dstPort, agent: agentName };
}

/** What the body is, in a word. */
function bodyKind({ contentType, bodyAt, endAt }: SipMessage): string {
  if (bodyAt >= endAt) return "";
  const type = contentType.split(";")[0]!.trim().toLowerCase();
  if (type === "application/sdp") return "sdp";
  if (type.endsWith("xml")) return "xml";
  if (type.startsWith("multipart/")) return "multipart";
  return type.startsWith("text/") ? "text" : type === "" ? "text" : type.slice(type.indexOf("/") + 1);
}
