// Exports for Wireshark: archived packets of the calls, in order of event time, each once, as pcap or pcapng.
import { createPcapngWriter, createPcapWriter, decodeHep, messagesOfCalls, toLatin1, type CaptureWriter } from "@sipglass/decode";
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

export interface ShownPacket {
  /** As `MessageView.ref`. */
  ref: string;
  packet: Packet;
}

/** The packet as it may be shown, or undefined. */
function shown(archived: ArchivedPacket, options: CaptureOptions): Packet | undefined {
  const decoded = decodeHep(archived.frame, { inflate: inflateAny });
  if (!decoded.ok || !options.keeps(decoded.value.payloadType)) return undefined;
  const packet = { ...decoded.value, timeUs: archived.eventUs };
  const masked = (text: string): Buffer => Buffer.from(options.hideNumbers ? maskText(text) : text, "latin1");
  if (packet.payloadType !== PAYLOAD_TYPE.SIP)
    return options.hideNumbers ? { ...packet, payload: masked(toLatin1(packet.payload)) } : packet;
  const text = messagesOfCalls(toLatin1(packet.payload), options.callIds);
  return text === undefined ? undefined : { ...packet, payload: masked(options.hideDigits ? maskDigits(text) : text) };
}

/** In order of event time, each once. */
export function shownPackets(packets: readonly ArchivedPacket[], options: CaptureOptions): ShownPacket[] {
  const once = new Map(packets.map((packet) => [`${packet.writer}:${packet.sequence}`, packet]));
  const ordered = [...once].sort(([, a], [, b]) => a.eventUs - b.eventUs || a.receivedUs - b.receivedUs);
  return ordered.flatMap(([ref, archived]) => {
    const packet = shown(archived, options);
    return packet === undefined ? [] : [{ ref, packet }];
  });
}

/** `comment` says of a packet what it is, in formats that have a place for it. */
export function captureFile(
  writer: CaptureWriter,
  packets: readonly ShownPacket[],
  comment: (shown: ShownPacket) => string = () => "",
): Buffer {
  return Buffer.concat([writer.header(), ...captureRecords(writer, packets, comment)]);
}

export const captureRecords = (
  writer: CaptureWriter,
  packets: readonly ShownPacket[],
  comment: (shown: ShownPacket) => string,
): Uint8Array[] => packets.map((each) => writer.packet(each.packet, comment(each)));

export const captureWriter = (format: "pcap" | "pcapng"): CaptureWriter => (format === "pcap" ? createPcapWriter() : createPcapngWriter());

/** What a format has no place for, as "log=3, report=1". */
export const leftOut = ({ skipped }: CaptureWriter): string =>
  Object.entries(skipped)
    .map(([reason, count]) => `${reason}=${count}`)
    .join(", ");
