// For tests: capture files built by hand from the formats' specifications, independently of the writers; and all that a reader makes of
// one.
import { createCaptureReader } from "./capture-reader.ts";
import type { CaptureFrame } from "./link-type.ts";

export interface FileFrame {
  high: number;
  low: number;
  bytes: Uint8Array;
  originalLength?: number;
}

/** Puts numbers of 16 or 32 bits one after the other; `[value, 16]` or `value` (32). */
export function packed(littleEndian: boolean, ...fields: (number | readonly [number, 16] | Uint8Array)[]): Uint8Array {
  const bytes: number[] = [];
  for (const field of fields) {
    if (field instanceof Uint8Array) for (const byte of field) bytes.push(byte);
    else {
      const [value, bits] = typeof field === "number" ? [field, 32] : field;
      const octets = Array.from({ length: bits / 8 }, (_, i) => Math.floor(value / 256 ** (bits / 8 - 1 - i)) & 255);
      bytes.push(...(littleEndian ? octets.reverse() : octets));
    }
  }
  return Uint8Array.from(bytes);
}

export function pcapFile(
  magic: number,
  littleEndian: boolean,
  linkType: number,
  frames: readonly FileFrame[],
  recordExtra = 0,
): Uint8Array {
  const header = packed(littleEndian, magic, [2, 16], [4, 16], 0, 0, 262_144, linkType);
  const records = frames.map((frame) =>
    packed(
      littleEndian,
      frame.high,
      frame.low,
      frame.bytes.length,
      frame.originalLength ?? frame.bytes.length,
      new Uint8Array(recordExtra),
      frame.bytes,
    ),
  );
  return Uint8Array.from([header, ...records].flatMap((part) => [...part]));
}

export function pcapngBlock(littleEndian: boolean, type: number, body: Uint8Array): Uint8Array {
  const padded = Uint8Array.from([...body, ...new Array<number>((4 - (body.length % 4)) % 4).fill(0)]);
  return packed(littleEndian, type, padded.length + 12, padded, padded.length + 12);
}

export const sectionBlock = (littleEndian: boolean): Uint8Array =>
  pcapngBlock(littleEndian, 0x0a0d0d0a, packed(littleEndian, 0x1a2b3c4d, [1, 16], [0, 16], 0xffffffff, 0xffffffff));

export function interfaceBlock(
  littleEndian: boolean,
  linkType: number,
  options: readonly [code: number, value: Uint8Array][] = [],
  snapLength = 0,
): Uint8Array {
  const encoded = options.map(([code, value]) =>
    packed(littleEndian, [code, 16], [value.length, 16], value, new Uint8Array((4 - (value.length % 4)) % 4)),
  );
  return pcapngBlock(littleEndian, 1, packed(littleEndian, [linkType, 16], [0, 16], snapLength, ...encoded, 0));
}

export const enhancedBlock = (littleEndian: boolean, interfaceId: number, { high, low, bytes, originalLength }: FileFrame): Uint8Array =>
  pcapngBlock(littleEndian, 6, packed(littleEndian, interfaceId, high, low, bytes.length, originalLength ?? bytes.length, bytes));

export const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

export function readAll(chunks: readonly Uint8Array[]): { frames: CaptureFrame[]; refused: string[] } {
  const frames: CaptureFrame[] = [];
  const refused: string[] = [];
  const reader = createCaptureReader({ onFrame: (frame) => frames.push(frame), onRefused: (reason) => refused.push(reason) });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return { frames, refused };
}
