// Writes pcapng: one Ethernet interface for each capture agent, named as the agent; comments on packets; log lines as systemd journal
// export blocks, which Wireshark shows in the same list.
import type { Packet } from "@sipglass/model";
import { concatBytes } from "../ip/network-bytes.ts";
import { createCaptureWriter, type CaptureWriter } from "./capture-writer.ts";
import { LINK_TYPE } from "./link-type.ts";
import { SNAP_LENGTH } from "./pcap-writer.ts";
import { BLOCK, BYTE_ORDER_MAGIC, OPTION } from "./pcapng-reader.ts";

const utf8 = new TextEncoder();
/** Microseconds, said aloud although they are the default. */
const TSRESOL_US = Uint8Array.of(6);
const SCTP = 132;
const TLS_OR_WEBSOCKET = 22;

export interface PcapngWriterOptions {
  /** shb_userappl. */
  application?: string;
}

export function createPcapngWriter({ application = "sipglass" }: PcapngWriterOptions = {}): CaptureWriter {
  const interfaces = new Map<string, number>();

  /** Blocks that must stand before the first packet of an agent. */
  function interfaceOf(name: string): { id: number; blocks: Uint8Array[] } {
    const known = interfaces.get(name);
    if (known !== undefined) return { id: known, blocks: [] };
    interfaces.set(name, interfaces.size);
    const body = words(LINK_TYPE.ETHERNET, SNAP_LENGTH);
    const named = [option(OPTION.IF_NAME, utf8.encode(name || "unknown")), option(OPTION.IF_TSRESOL, TSRESOL_US), option(OPTION.END)];
    return { id: interfaces.size - 1, blocks: [block(BLOCK.INTERFACE, body, ...named)] };
  }

  return createCaptureWriter({
    header: () => {
      const body = new Uint8Array(16);
      const view = new DataView(body.buffer);
      view.setUint32(0, BYTE_ORDER_MAGIC, true);
      view.setUint16(4, 1, true);
      // Length of the section: not known beforehand.
      view.setBigInt64(8, -1n, true);
      return block(BLOCK.SECTION, body, option(OPTION.SHB_USERAPPL, utf8.encode(application)), option(OPTION.END));
    },
    frames(packet, frames, comment) {
      const { id, blocks } = interfaceOf(packet.agentName);
      const note = [comment, transportNote(packet)].filter((text) => text !== "").join("; ");
      const options = note === "" ? [] : [option(OPTION.COMMENT, utf8.encode(note)), option(OPTION.END)];
      // The note is about the message, so it stands on its first frame.
      return concatBytes([...blocks, ...frames.map((frame, i) => enhancedPacket(id, packet.timeUs, frame, i === 0 ? options : []))]);
    },
    text: (packet, text) => journalEntry(packet, text),
  });
}

function transportNote(packet: Packet): string {
  if (packet.ipProtocol === SCTP) return "was captured from SCTP, written as TCP";
  return packet.ipProtocol === TLS_OR_WEBSOCKET ? "was captured in clear from TLS or WebSocket, written as TCP" : "";
}

function enhancedPacket(interfaceId: number, timeUs: number, frame: Uint8Array, options: Uint8Array[]): Uint8Array {
  const time = Math.max(timeUs, 0);
  const head = words(interfaceId, Math.floor(time / 0x1_0000_0000), time % 0x1_0000_0000, frame.length, frame.length);
  return block(BLOCK.ENHANCED_PACKET, head, padded(frame), ...options);
}

/** https://systemd.io/JOURNAL_EXPORT_FORMATS: FIELD=value lines; a value with line ends goes in as length and bytes. */
function journalEntry(packet: Packet, text: string): Uint8Array {
  const message = utf8.encode(text);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, message.length, true);
  const host = oneLine(packet.agentName);
  const fields = `__REALTIME_TIMESTAMP=${Math.max(packet.timeUs, 0)}\n_HOSTNAME=${host}\nSYSLOG_IDENTIFIER=sipglass\nMESSAGE\n`;
  return block(BLOCK.JOURNAL, padded(concatBytes([utf8.encode(fields), length, message, utf8.encode("\n")])));
}

const oneLine = (text: string): string => text.replace(/[\r\n]/g, " ");

function block(type: number, ...parts: Uint8Array[]): Uint8Array {
  const length = 12 + parts.reduce((sum, part) => sum + part.length, 0);
  return concatBytes([words(type, length), ...parts, words(length)]);
}

function option(code: number, value: Uint8Array = new Uint8Array(0)): Uint8Array {
  const head = new Uint8Array(4);
  const view = new DataView(head.buffer);
  view.setUint16(0, code, true);
  view.setUint16(2, Math.min(value.length, 0xffff), true);
  return concatBytes([head, padded(value.subarray(0, 0xffff))]);
}

function padded(bytes: Uint8Array): Uint8Array {
  const rest = (4 - (bytes.length % 4)) % 4;
  return rest === 0 ? bytes : concatBytes([bytes, new Uint8Array(rest)]);
}

function words(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setUint32(i * 4, value, true));
  return bytes;
}
