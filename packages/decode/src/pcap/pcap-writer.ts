// Writes classic pcap: µs, little-endian, Ethernet. Every tool reads it; it has no place for names, comments or log lines.
import { concatBytes } from "../ip/network-bytes.ts";
import { createCaptureWriter, type CaptureWriter } from "./capture-writer.ts";
import { LINK_TYPE } from "./link-type.ts";

/** What tcpdump writes, and more than any frame here needs. */
export const SNAP_LENGTH = 262_144;

export function createPcapWriter(): CaptureWriter {
  return createCaptureWriter({
    header: fileHeader,
    frames: (packet, frames) => concatBytes(frames.flatMap((frame) => [recordHeader(packet.timeUs, frame.length), frame])),
    text: () => undefined,
  });
}

function fileHeader(): Uint8Array {
  const bytes = new Uint8Array(24);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, SNAP_LENGTH, true);
  view.setUint32(20, LINK_TYPE.ETHERNET, true);
  return bytes;
}

function recordHeader(timeUs: number, length: number): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const seconds = Math.floor(timeUs / 1e6);
  view.setUint32(0, Math.min(Math.max(seconds, 0), 0xffffffff), true);
  view.setUint32(4, Math.max(timeUs - seconds * 1e6, 0), true);
  view.setUint32(8, length, true);
  view.setUint32(12, length, true);
  return bytes;
}
