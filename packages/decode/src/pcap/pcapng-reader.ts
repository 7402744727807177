// pcapng (draft-ietf-opsawg-pcapng): blocks in sections. Read: section header, interface description, enhanced, simple and the
// obsolete packet block; every other block is skipped.
import { BIG_ENDIAN, LITTLE_ENDIAN, type ByteOrder } from "./byte-order.ts";
import type { ByteQueue } from "./byte-queue.ts";
import type { FormatReader, FrameSink } from "./capture-reader.ts";
import { MAX_FRAME_BYTES } from "./pcap-reader.ts";
import { MICROSECONDS, stampToUs, type TimeUnit } from "./pcapng-time.ts";

export const BLOCK = { SECTION: 0x0a0d0d0a, INTERFACE: 1, PACKET_OBSOLETE: 2, SIMPLE_PACKET: 3, ENHANCED_PACKET: 6, JOURNAL: 9 } as const;
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
export const OPTION = { END: 0, COMMENT: 1, IF_NAME: 2, SHB_USERAPPL: 4, IF_TSRESOL: 9, IF_TSOFFSET: 14 } as const;

interface Interface extends TimeUnit {
  linkType: number;
  snapLength: number;
  name: string;
}

const PACKET_BLOCKS = new Set<number>([BLOCK.PACKET_OBSOLETE, BLOCK.SIMPLE_PACKET, BLOCK.ENHANCED_PACKET]);
const KNOWN_BLOCKS = new Set<number>([...PACKET_BLOCKS, BLOCK.SECTION, BLOCK.INTERFACE]);
const utf8 = new TextDecoder();

export function createPcapngReader(queue: ByteQueue, sink: FrameSink): FormatReader {
  let order: ByteOrder = LITTLE_ENDIAN;
  let interfaces: Interface[] = [];
  /** Interfaces of the sections before this one: ids start again in each section. */
  let interfacesBefore = 0;

  /** Length of the next block, 0 when more bytes are needed, -1 when it cannot be. */
  function nextBlockLength(): number {
    const head = queue.peek(8);
    if (!head) return 0;
    if (order.u32(head, 0) === BLOCK.SECTION) {
      const start = queue.peek(12);
      if (!start) return 0;
      if (BIG_ENDIAN.u32(start, 8) === BYTE_ORDER_MAGIC) order = BIG_ENDIAN;
      else if (LITTLE_ENDIAN.u32(start, 8) === BYTE_ORDER_MAGIC) order = LITTLE_ENDIAN;
      else return -1;
    }
    const length = order.u32(head, 4);
    if (length < 12 || length % 4 !== 0) return -1;
    return length > MAX_FRAME_BYTES && KNOWN_BLOCKS.has(order.u32(head, 0)) ? -1 : length;
  }

  function readBlock(type: number, body: Uint8Array): void {
    if (type === BLOCK.SECTION) {
      interfacesBefore += interfaces.length;
      interfaces = [];
    } else if (type === BLOCK.INTERFACE) {
      if (body.length >= 8) interfaces.push(readInterface(body, order));
      else sink.onRefused("pcap_malformed");
    } else if (!emitPacket(type, body)) sink.onRefused("pcap_malformed");
  }

  function emitPacket(type: number, body: Uint8Array): boolean {
    const headBytes = type === BLOCK.SIMPLE_PACKET ? 4 : 20;
    if (body.length < headBytes) return false;
    const id = type === BLOCK.SIMPLE_PACKET ? 0 : type === BLOCK.ENHANCED_PACKET ? order.u32(body, 0) : order.u16(body, 0);
    const from = interfaces[id];
    if (!from) return false;
    const originalLength = order.u32(body, headBytes - 4);
    const captured = type === BLOCK.SIMPLE_PACKET ? simpleLength(originalLength, from, body) : order.u32(body, 12);
    if (captured > body.length - headBytes) return false;
    const timeUs = type === BLOCK.SIMPLE_PACKET ? 0 : stampToUs(order.u32(body, 4), order.u32(body, 8), from);
    const bytes = body.subarray(headBytes, headBytes + captured);
    sink.onFrame({ timeUs, linkType: from.linkType, bytes, originalLength, interfaceId: interfacesBefore + id, interfaceName: from.name });
    return true;
  }

  return {
    read() {
      for (;;) {
        const length = nextBlockLength();
        if (length <= 0) return length === 0;
        const type = order.u32(queue.peek(4)!, 0);
        if (!KNOWN_BLOCKS.has(type)) {
          queue.skip(length);
          continue;
        }
        const block = queue.take(length);
        if (!block) return true;
        if (order.u32(block, length - 4) !== length) return false;
        readBlock(type, block.subarray(8, length - 4));
      }
    },
  };
}

/** A simple packet has no captured length: it is the original length, cut by the snapshot length (0 = none). */
function simpleLength(originalLength: number, from: Interface, body: Uint8Array): number {
  const limit = from.snapLength === 0 ? Number.POSITIVE_INFINITY : from.snapLength;
  return Math.min(originalLength, limit, body.length - 4);
}

function readInterface(body: Uint8Array, order: ByteOrder): Interface {
  const found: Interface = { linkType: order.u16(body, 0), snapLength: order.u32(body, 4), name: "", ...MICROSECONDS };
  for (let at = 8; at + 4 <= body.length;) {
    const code = order.u16(body, at);
    const length = order.u16(body, at + 2);
    const value = body.subarray(at + 4, at + 4 + length);
    if (code === OPTION.END || value.length < length) break;
    if (code === OPTION.IF_NAME) found.name = utf8.decode(value);
    if (code === OPTION.IF_TSRESOL && length >= 1) found.resolution = value[0]!;
    if (code === OPTION.IF_TSOFFSET && length >= 8) found.offsetS = offsetSeconds(value, order);
    at += 4 + length + ((4 - (length % 4)) % 4);
  }
  return found;
}

function offsetSeconds(value: Uint8Array, order: ByteOrder): number {
  const [high, low] = order === BIG_ENDIAN ? [order.u32(value, 0), order.u32(value, 4)] : [order.u32(value, 4), order.u32(value, 0)];
  return (high | 0) * 0x1_0000_0000 + low;
}
