// The corridor between capture and the shards: many frames in one ArrayBuffer that moves from thread to thread without a copy.
// Layout of a record, little-endian: u32 frame length | u16 peer index | u16 0 | f64 received at (epoch µs) | frame, padded to 8 bytes.
// A fixed number of slabs exists for each shard: that is the bound on memory. When all of them are away, full ones wait in a spool where there is
// one; without it, or when it is full too, there is no room.
import type { MessagePort } from "node:worker_threads";
import type { Spool } from "./spool.ts";

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
  /** Slabs that wait in the spool. */
  readonly spooled: number;
  onRoom(listener: () => void): void;
}

export interface SlabQueueOptions {
  port: MessagePort;
  slabBytes: number;
  slabs: number;
  imported?: boolean;
  spool?: Spool;
}

export function createSlabQueue({ port, slabBytes, slabs, imported = false, spool }: SlabQueueOptions): SlabQueue {
  const free: ArrayBuffer[] = [];
  let made = 0;
  let current: Filling | undefined;
  const listeners: (() => void)[] = [];
  const send = (message: SlabMessage): void => port.postMessage(message, [message.buffer]);

  port.on("message", (buffer: ArrayBuffer) => {
    const spooled = spool?.take(buffer);
    if (spooled) send(spooled);
    else free.push(buffer);
    for (const listener of listeners) listener();
  });

  const hasFree = (): boolean => free.length > 0 || made < slabs;
  /** Whoever comes now waits behind others, or is the last who could be sent. */
  const isBehind = (): boolean => spool !== undefined && (spool.waiting > 0 || !hasFree());
  const startNext = (): boolean => {
    if (!hasFree()) return false;
    const buffer = free.pop();
    if (!buffer) made += 1;
    current = startFilling(buffer ?? new ArrayBuffer(slabBytes));
    return true;
  };
  /** The current slab is on its way, or in the spool; false when it has to stay. */
  const passOn = (filling: Filling, throughUs: number): boolean => {
    const { buffer, used, count, peers } = filling;
    const message: SlabMessage = { kind: "slab", buffer, used, count, peers, throughUs, imported };
    if (isBehind() && spool!.put(message)) {
      current = startFilling(buffer);
      return true;
    }
    // Never before those that wait.
    if (spool && spool.waiting > 0) return false;
    send(message);
    current = undefined;
    return true;
  };

  return {
    write(frame, peer, receivedUs) {
      const bytes = HEADER_BYTES + padded(frame.length);
      if (current && current.used + bytes > slabBytes && !passOn(current, receivedUs)) return false;
      if (!current && !startNext()) return false;
      putRecord(current!, frame, peer, receivedUs);
      return true;
    },
    flush(throughUs, tick) {
      if (isBehind()) return;
      if (!current && tick) startNext();
      if (current) passOn(current, throughUs);
    },
    get free() {
      return free.length + (slabs - made);
    },
    get spooled() {
      return spool?.waiting ?? 0;
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
