// The block that a writer is filling: frames copied into one buffer that is used again and again, and a column for each thing known of a packet.
import { constants, zstdCompressSync, type ZstdOptions } from "node:zlib";
import { encodeHeader, headerCapacity, type BlockColumns } from "./block-header.ts";
import type { LogEntry } from "./log.ts";

/** Times the format can hold: whole, 0 … 2^52 − 1. */
const MAX_TIME_US = 2 ** 52 - 1;
const timeUs = (us: number): number => (us > 0 ? Math.min(MAX_TIME_US, Math.floor(us)) : 0);

export type PacketColumns = Omit<LogEntry, "class">;

/** Options for one frame of a known level, to be made once. */
export function compressionOptions(level: number): ZstdOptions {
  return { params: { [constants.ZSTD_c_compressionLevel]: level }, chunkSize: 64 * 1024 };
}

export class BlockBuilder implements BlockColumns {
  count = 0;
  /** Length of the frames so far. */
  length = 0;
  readonly receivedUs: Float64Array;
  readonly eventUs: Float64Array;
  readonly lengths: Uint32Array;
  readonly peerIndex: Uint16Array;
  readonly quarantined: Uint8Array;
  peers: string[] = [];
  readonly #peerIndexes = new Map<string, number>();
  #lastPeer = "";
  #lastPeerIndex = -1;
  #frames: Buffer;
  #header: Buffer = Buffer.alloc(0);

  constructor(maxPackets: number) {
    this.receivedUs = new Float64Array(maxPackets);
    this.eventUs = new Float64Array(maxPackets);
    this.lengths = new Uint32Array(maxPackets);
    this.peerIndex = new Uint16Array(maxPackets);
    this.quarantined = new Uint8Array(maxPackets);
    this.#frames = Buffer.allocUnsafeSlow(16 * 1024);
  }

  get maxPackets(): number {
    return this.lengths.length;
  }

  add({ frame, receivedUs, eventUs, peer, quarantined }: PacketColumns): void {
    const i = this.count;
    if (this.length + frame.length > this.#frames.length) this.#grow(this.length + frame.length);
    this.#frames.set(frame, this.length);
    this.length += frame.length;
    this.receivedUs[i] = timeUs(receivedUs);
    this.eventUs[i] = timeUs(eventUs);
    this.lengths[i] = frame.length;
    this.peerIndex[i] = peer === this.#lastPeer && this.#lastPeerIndex >= 0 ? this.#lastPeerIndex : this.#indexOf(peer);
    this.quarantined[i] = quarantined ? 1 : 0;
    this.count = i + 1;
  }

  #indexOf(peer: string): number {
    let index = this.#peerIndexes.get(peer);
    if (index === undefined) {
      index = this.peers.push(peer) - 1;
      this.#peerIndexes.set(peer, index);
    }
    this.#lastPeer = peer;
    this.#lastPeerIndex = index;
    return index;
  }

  #grow(length: number): void {
    const larger = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(length)));
    this.#frames.copy(larger, 0, 0, this.length);
    this.#frames = larger;
  }

  clear(): void {
    this.count = 0;
    this.length = 0;
    this.peers = [];
    this.#peerIndexes.clear();
    this.#lastPeerIndex = -1;
  }

  /** A view, good until the next `add`. */
  get frames(): Buffer {
    return this.#frames.subarray(0, this.length);
  }

  compress(options: ZstdOptions): Buffer {
    return zstdCompressSync(this.frames, options);
  }

  /** A view, good until the next call. */
  encodeHeader(firstSequence: number, data: Buffer, sealed: boolean): Buffer {
    const capacity = headerCapacity(this);
    if (capacity > this.#header.length) this.#header = Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(capacity)));
    return this.#header.subarray(0, encodeHeader(this.#header, this, firstSequence, data, this.length, sealed));
  }
}
