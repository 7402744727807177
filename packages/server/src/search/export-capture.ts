// Exports for Wireshark: archived packets of the calls, in order of event time, each once, as pcap or pcapng.
import { createPcapngWriter, createPcapWriter, decodeHep, parseSip, toLatin1 } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";
import type { Questions } from "../book/questions.ts";
import { inflateAny } from "../inflate.ts";
import { maskDigits } from "./dtmf.ts";
import { maskText } from "./mask.ts";

export type ArchivedPacket = Awaited<ReturnType<Questions["packets"]>>[number];

export interface CaptureOptions {
  /** Call-IDs that are exported: one TCP payload may carry messages of other calls, which may be other people's. */
  callIds: ReadonlySet<string>;
  hideDigits: boolean;
  hideNumbers: boolean;
  keeps(payloadType: number): boolean;
}

const MAX_MESSAGES = 64;

/** The messages of these calls in a payload; undefined when none is. A payload that is one message stays as it is, defects included. */
function ownMessages(text: string, callIds: ReadonlySet<string>): string | undefined {
  const own: string[] = [];
  for (let at = 0, count = 0; at < text.length && count < MAX_MESSAGES; count++) {
    const parsed = parseSip(text, at);
    if (!parsed.ok || parsed.value.endAt <= at) break;
    const { callId, endAt } = parsed.value;
    if (at === 0 && endAt >= text.length) return text;
    if (callIds.has(callId)) own.push(text.slice(at, endAt));
    at = endAt;
  }
  return own.length === 0 ? undefined : own.join("");
}

/** The packet as it may be shown, or undefined. */
function shown(archived: ArchivedPacket, options: CaptureOptions): Packet | undefined {
  const decoded = decodeHep(archived.frame, { inflate: inflateAny });
  if (!decoded.ok || !options.keeps(decoded.value.payloadType)) return undefined;
  const packet = { ...decoded.value, timeUs: archived.eventUs };
  if (packet.payloadType !== PAYLOAD_TYPE.SIP) return options.hideNumbers ? { ...packet, payload: Buffer.from(maskText(toLatin1(packet.payload)), "latin1") } : packet;
  const text = ownMessages(toLatin1(packet.payload), options.callIds);
  if (text === undefined) return undefined;
  const withoutDigits = options.hideDigits ? maskDigits(text) : text;
  return { ...packet, payload: Buffer.from(options.hideNumbers ? maskText(withoutDigits) : withoutDigits, "latin1") };
}

export function exportCapture(format: "pcap" | "pcapng", packets: readonly ArchivedPacket[], options: CaptureOptions): Buffer {
  const writer = format === "pcap" ? createPcapWriter() : createPcapngWriter();
  const once = new Map(packets.map((packet) => [`${packet.writer}:${packet.sequence}`, packet]));
  const ordered = [...once.values()].sort((a, b) => a.eventUs - b.eventUs || a.receivedUs - b.receivedUs);
  const records = ordered.map((archived) => {
    const packet = shown(archived, options);
    return packet ? writer.packet(packet) : new Uint8Array(0);
  });
  return Buffer.concat([writer.header(), ...records]);
}
