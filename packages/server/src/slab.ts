// The corridor between capture and the shards: many frames in one ArrayBuffer that moves from thread to thread without a copy.
// Layout of a record, little-endian: u32 frame length | u16 peer index | u16 0 | f64 received at (epoch µs) | frame, padded to 8 bytes.
// A fixed number of slabs exists for each shard; when all of them are full and away, there is no room: that is the bound on memory.
import type { MessagePort } from "node:worker_threads";

const HEADER_BYTES = 16;
const padded = (bytes: number): number => (bytes + 7) & ~7;

export interface SlabMessage {
  kind: "slab";
  buffer: ArrayBuffer;
  /** Bytes in use. 0 = no frames: a tick. */
  used: number;
  count: number;
  /** `ip:port/transport`, indexed by the records of this slab. */
  peers: string[];
  /** Everything received before is in this slab or earlier ones, epoch µs. */
  throughUs: number;
  /** A file that keeps its old time and must be readable at once, not a live sender. */
  imported: boolean;
}

/** Fills slabs for one shard. */
export interface SlabQueue {
  /** False when there is no room; the caller counts or waits. */
  write(frame: Uint8Array, peer: string, receivedUs: number): boolean;
  /** Sends what is waiting; with nothing waiting sends a tick when asked to. */
  flush(throughUs: number, tick: boolean): void;
  /** Slabs that are here, of `slabs`; equal to it when everything sent has been worked off. */
  readonly free: number;
  onRoom(listener: () => void): void;
}

export interface SlabQueueOptions {
  port: MessagePort;
  slabBytes: number;
  slabs: number;
  imported?: boolean;
}

export function createSlabQueue({ port, slabBytes, slabs, imported = false }: SlabQueueOptions): SlabQueue {
  const free: ArrayBuffer[] = [];
  let made = 0;
  let current: Filling | undefined;
  const listeners: (() => void)[] = [];

  port.on("message", (buffer: ArrayBuffer) => {
    free.push(buffer);
    for (const listener of listeners) listener();
  });

  const take = (): ArrayBuffer | undefined => {
    const buffer = free.pop();
    if (buffer) return buffer;
    if (made >= slabs) return undefined;
    made += 1;
    return new ArrayBuffer(slabBytes);
  };
  const send = (filling: Filling, throughUs: number): void => {
    const message: SlabMessage = { kind: "slab", buffer: filling.buffer, used: filling.used, count: filling.count, peers: filling.peers, throughUs, imported };
    port.postMessage(message, [filling.buffer]);
  };

  return {
    write(frame, peer, receivedUs) {
      if (current && current.used + HEADER_BYTES + padded(frame.length) > slabBytes) {
        send(current, receivedUs);
        current = undefined;
      }
      if (!current) {
        const buffer = take();
        if (!buffer) return false;
        current = startFilling(buffer);
      }
      putRecord(current, frame, peer, receivedUs);
      return true;
    },
    flush(throughUs, tick) {
      if (!current && tick) {
        const buffer = take();
        if (!buffer) return;
        current = startFilling(buffer);
      }
      if (!current) return;
      send(current, throughUs);
      current = undefined;
    },
    get free() {
      return free.length + (slabs - made);
    },
    onRoom(listener) {
      listeners.push(listener);
    },
  };
}

interface Filling {
  buffer: ArrayBuffer;
  bytes: Uint8Array;
  view: DataView;
  used: number;
  count: number;
  peers: string[];
  peerIndex: Map<string, number>;
}

function startFilling(buffer: ArrayBuffer): Filling {
  return { buffer, bytes: new Uint8Array(buffer), view: new DataView(buffer), used: 0, count: 0, peers: [], peerIndex: new Map() };
}

function putRecord(filling: Filling, frame: Uint8Array, peer: string, receivedUs: number): void {
  let index = filling.peerIndex.get(peer);
  if (index === undefined) {
    index = filling.peers.push(peer) - 1;
    filling.peerIndex.set(peer, index);
  }
  const at = filling.used;
  filling.view.setUint32(at, frame.length, true);
  filling.view.setUint16(at + 4, index, true);
  filling.view.setFloat64(at + 8, receivedUs, true);
  filling.bytes.set(frame, at + HEADER_BYTES);
  filling.used = at + HEADER_BYTES + padded(frame.length);
  filling.count += 1;
}

export interface SlabRecord {
  /** A view into the slab: valid until the slab goes back. */
  frame: Buffer;
  peer: string;
  receivedUs: number;
}

/** Calls `onRecord` for every record; the record object is reused between calls. */
export function readSlab(message: SlabMessage, onRecord: (record: SlabRecord) => void): void {
  const view = new DataView(message.buffer);
  const record: SlabRecord = { frame: Buffer.alloc(0), peer: "", receivedUs: 0 };
  for (let at = 0; at < message.used; ) {
    const length = view.getUint32(at, true);
    record.frame = Buffer.from(message.buffer, at + HEADER_BYTES, length);
    record.peer = message.peers[view.getUint16(at + 4, true)] ?? "";
    record.receivedUs = view.getFloat64(at + 8, true);
    onRecord(record);
    at += HEADER_BYTES + padded(length);
  }
}
