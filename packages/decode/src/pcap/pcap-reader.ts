// The classic pcap format (draft-ietf-opsawg-pcap): one file header, then records. Both byte orders, µs and ns, and the
// Kuznetzov variant, whose record headers carry eight more bytes.
import { BIG_ENDIAN, LITTLE_ENDIAN, type ByteOrder } from "./byte-order.ts";
import type { ByteQueue } from "./byte-queue.ts";
import type { FormatReader, FrameSink } from "./capture-reader.ts";

const FILE_HEADER_BYTES = 24;
/** Wireshark's own limit; tcpdump stops at 262 144. More is a damaged length. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

interface Variant {
  order: ByteOrder;
  ticksPerUs: number;
  recordHeaderBytes: number;
}

/** By the first four bytes read big-endian. */
const VARIANTS: ReadonlyMap<number, Variant> = new Map([
  [0xa1b2c3d4, { order: BIG_ENDIAN, ticksPerUs: 1, recordHeaderBytes: 16 }],
  [0xd4c3b2a1, { order: LITTLE_ENDIAN, ticksPerUs: 1, recordHeaderBytes: 16 }],
  [0xa1b23c4d, { order: BIG_ENDIAN, ticksPerUs: 1000, recordHeaderBytes: 16 }],
  [0x4d3cb2a1, { order: LITTLE_ENDIAN, ticksPerUs: 1000, recordHeaderBytes: 16 }],
  [0xa1b2cd34, { order: BIG_ENDIAN, ticksPerUs: 1, recordHeaderBytes: 24 }],
  [0x34cdb2a1, { order: LITTLE_ENDIAN, ticksPerUs: 1, recordHeaderBytes: 24 }],
]);

export const isPcapMagic = (magic: number): boolean => VARIANTS.has(magic);

export function createPcapReader(magic: number, queue: ByteQueue, sink: FrameSink): FormatReader {
  const { order, ticksPerUs, recordHeaderBytes } = VARIANTS.get(magic)!;
  let linkType = -1;

  function readFileHeader(): boolean {
    const header = queue.take(FILE_HEADER_BYTES);
    if (!header) return false;
    // The upper half may hold the length of the frame check sequence; the IP length cuts it off anyway.
    linkType = order.u32(header, 20) & 0xffff;
    return true;
  }

  return {
    /** Reads what has arrived; false when the rest is beyond understanding. */
    read() {
      if (linkType < 0 && !readFileHeader()) return true;
      for (;;) {
        const header = queue.peek(recordHeaderBytes);
        if (!header) return true;
        const captured = order.u32(header, 8);
        if (captured > MAX_FRAME_BYTES) return false;
        if (queue.length < recordHeaderBytes + captured) return true;
        queue.skip(recordHeaderBytes);
        sink.onFrame({
          timeUs: order.u32(header, 0) * 1e6 + Math.floor(order.u32(header, 4) / ticksPerUs),
          linkType,
          bytes: queue.take(captured)!,
          originalLength: order.u32(header, 12),
          interfaceId: 0,
          interfaceName: "",
        });
      }
    },
  };
}
