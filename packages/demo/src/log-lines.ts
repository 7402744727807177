// What the servers on the way write into their logs of a leg: a line when it comes, and one when it is refused.
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";

const encoder = new TextEncoder();

export interface SeenPacket {
  packet: Packet;
  /** First line and Call-ID of a SIP message. */
  text: string;
  callId: string;
  /** Of the request, or of the way back. */
  isRequest: boolean;
}

/** One host that writes a log speaks of what it receives; hosts without one say nothing. */
export function logLinesOf(seen: readonly SeenPacket[], writes: ReadonlyMap<string, string>): Packet[] {
  const said = new Set<string>();
  return seen.flatMap(({ packet, text, callId, isRequest }) => {
    const name = writes.get(packet.dst);
    const line = name === undefined ? "" : lineOf(text, packet.src, isRequest);
    if (line === "" || said.has(`${packet.dst} ${callId} ${line}`)) return [];
    said.add(`${packet.dst} ${callId} ${line}`);
    return [logLine(packet, callId, `${line}, Call-ID: ${callId}`)];
  });
}

function lineOf(text: string, from: string, isRequest: boolean): string {
  if (isRequest) return /^INVITE (\S+)/.exec(text) ? `INFO: route[MAIN]: INVITE ${/^INVITE (\S+)/.exec(text)?.[1] ?? ""} from ${from}` : "";
  const [, code = "", phrase = ""] = /^SIP\/2\.0 ([4-6]\d\d) (.*)/.exec(text) ?? [];
  if (code === "" || code === "401" || code === "407" || code === "487") return "";
  return `${code.startsWith("5") ? "ERROR" : "WARNING"}: onreply_route: ${from} answered ${code} ${phrase}`;
}

/** Written by who received the message, some hundred microseconds later. */
function logLine(packet: Packet, callId: string, line: string): Packet {
  const { dst, dstPort, timeUs } = packet;
  return { ...packet, src: dst, srcPort: dstPort, timeUs: timeUs + 300, payloadType: PAYLOAD_TYPE.LOG, correlationId: callId, payload: encoder.encode(line) };
}
