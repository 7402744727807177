// The log of one class of one writer: fills blocks, writes them to the segment of their hour, keeps what a full disk refused.
import { dirname } from "node:path";
import type { ZstdOptions } from "node:zlib";
import { BlockBuilder, type PacketColumns } from "./block-builder.ts";
import { openSegment, type OpenSegment } from "./open-segment.ts";
import type { SegmentFiles } from "./segment-files.ts";
import { HOUR_US, hourOf } from "./segment-name.ts";

export interface ClassLogOptions {
  files: SegmentFiles;
  /** The archive's directory. */
  directory: string;
  pathOf(hourUs: number): string;
  now(): number;
  compression: ZstdOptions;
  maxBlockPackets: number;
  maxBlockBytes: number;
  /** A block has to wait in memory because it could not be written. */
  onWaiting(): void;
}

/** A finished block. */
interface WaitingBlock {
  hourUs: number;
  firstSequence: number;
  count: number;
  frameBytes: number;
  header: Buffer;
  data: Buffer;
}

/** A segment whose hour is over is closed when nothing came for so long. */
const IDLE_US = 60_000_000;
const FALLBACK_HOURS = 48;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export class ClassLog {
  readonly #options: ClassLogOptions;
  readonly #block: BlockBuilder;
  readonly #waiting: WaitingBlock[] = [];
  /** Hours whose segment was found to exist when it was to be opened: closed ones are never opened again. */
  readonly #closedHours = new Set<number>();
  /** Closed, but not yet synced. */
  #closing: OpenSegment[] = [];
  readonly #newEntriesIn = new Set<string>();
  #segment: OpenSegment | undefined;
  #hourUs = -1;
  #lastActiveUs = 0;
  /** Compressed, with headers. */
  waitingBytes = 0;
  appended = 0;
  synced = 0;
  writeFailure = "";
  syncFailure = "";

  constructor(options: ClassLogOptions) {
    this.#options = options;
    this.#block = new BlockBuilder(options.maxBlockPackets);
  }

  append(packet: PacketColumns): number {
    const block = this.#block;
    const hourUs = this.#hourFor(packet.receivedUs);
    if (block.count > 0 && (hourUs !== this.#hourUs || block.length + packet.frame.length > this.#options.maxBlockBytes)) this.#finishBlock();
    this.#hourUs = hourUs;
    block.add(packet);
    const sequence = this.appended++;
    if (block.count === block.maxPackets) this.#finishBlock();
    return sequence;
  }

  /** Packets arrive a little out of order around the full hour: one hour back stays where it is. */
  #hourFor(receivedUs: number): number {
    const hourUs = hourOf(receivedUs > 0 ? receivedUs : 0);
    return hourUs === this.#hourUs - HOUR_US ? this.#hourUs : hourUs;
  }

  get written(): number {
    return this.#waiting[0]?.firstSequence ?? this.appended - this.#block.count;
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  flush(): void {
    if (this.#block.count > 0) this.#finishBlock();
    this.#writeWaiting();
    if (this.#segment) this.#closeWhenIdle(this.#segment);
  }

  #finishBlock(): void {
    const block = this.#block;
    const firstSequence = this.appended - block.count;
    const data = block.compress(this.#options.compression);
    const header = block.encodeHeader(firstSequence, data, false);
    const finished = { hourUs: this.#hourUs, firstSequence, count: block.count, frameBytes: block.length, header, data };
    block.clear();
    this.#lastActiveUs = this.#options.now();
    // The order of sequences is the order in the file: nothing overtakes a waiting block.
    if (this.isWaiting || !this.#write(finished)) this.#wait(finished);
  }

  #wait(block: WaitingBlock): void {
    // The builder uses its header buffer again, and a data buffer may be a small view into a large chunk.
    this.#waiting.push({ ...block, header: Buffer.from(block.header), data: Buffer.from(block.data) });
    this.waitingBytes += block.header.length + block.data.length;
    this.#options.onWaiting();
  }

  #writeWaiting(): void {
    while (this.#waiting[0] && this.#write(this.#waiting[0])) this.#removeOldest();
  }

  #removeOldest(): WaitingBlock | undefined {
    const block = this.#waiting.shift();
    if (block) this.waitingBytes -= block.header.length + block.data.length;
    return block;
  }

  /** Gives up the oldest waiting block. */
  giveUpOldest(): { packets: number; bytes: number } {
    const block = this.#removeOldest();
    return { packets: block?.count ?? 0, bytes: block?.frameBytes ?? 0 };
  }

  #write({ hourUs, header, data }: WaitingBlock): boolean {
    try {
      this.#segmentFor(hourUs).append(header, data);
      this.writeFailure = "";
      return true;
    } catch (error) {
      this.writeFailure = messageOf(error);
      return false;
    }
  }

  #segmentFor(hourUs: number): OpenSegment {
    const current = this.#segment;
    if (current && (current.hourUs === hourUs || this.#closedHours.has(hourUs))) return current;
    const opened = this.#open(hourUs) ?? current ?? this.#openPresentHour();
    if (opened === current) return current;
    if (current) this.#closeSegment(current);
    this.#segment = opened;
    return opened;
  }

  #open(hourUs: number): OpenSegment | undefined {
    if (this.#closedHours.has(hourUs)) return undefined;
    const path = this.#options.pathOf(hourUs);
    const segment = openSegment(this.#options.files, path, hourUs);
    if (segment) this.#newEntriesIn.add(dirname(path)).add(this.#options.directory);
    else this.#closedHours.add(hourUs);
    return segment;
  }

  #openPresentHour(): OpenSegment {
    const present = hourOf(this.#options.now());
    for (let i = 0; i < FALLBACK_HOURS; i++) {
      const segment = this.#open(present + i * HOUR_US);
      if (segment) return segment;
    }
    throw new Error(`every segment from ${this.#options.pathOf(present)} on exists already`);
  }

  #closeWhenIdle(segment: OpenSegment): void {
    const now = this.#options.now();
    if (!this.isWaiting && now >= segment.hourUs + HOUR_US && now >= this.#lastActiveUs + IDLE_US) this.#closeSegment(segment);
  }

  #closeSegment(segment: OpenSegment): void {
    try {
      segment.finish();
    } catch (error) {
      // Without its sidecar the segment counts as open until the next start; nothing is lost.
      this.writeFailure = messageOf(error);
    }
    this.#closing.push(segment);
    this.#segment = undefined;
  }

  sync(): void {
    const { written } = this;
    try {
      for (const path of this.#newEntriesIn) {
        this.#options.files.syncDirectory(path);
        this.#newEntriesIn.delete(path);
      }
      for (let segment = this.#closing[0]; segment; segment = this.#closing[0]) {
        segment.sync();
        this.#closing.shift();
        segment.close();
      }
      this.#segment?.sync();
      this.synced = written;
      this.syncFailure = "";
    } catch (error) {
      this.syncFailure = messageOf(error);
    }
  }

  close(): void {
    this.flush();
    if (this.#segment) this.#closeSegment(this.#segment);
    this.sync();
    for (const segment of this.#closing) segment.close();
    this.#closing = [];
  }
}
