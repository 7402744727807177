// Concatenated zstd frames, skippable ones among them, taken apart: node:zlib decodes only the first frame of a concatenation, silently.
// Frame format: RFC 8878 §3.1.
import { pipeline, Readable } from "node:stream";
import { createZstdDecompress, zstdDecompressSync } from "node:zlib";
import { SipglassError } from "@sipglass/model";

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const SKIPPABLE_MASK = 0xfffffff0;
/** Larger frames (`zstd FILE` makes one of a whole file) are decoded as they come. */
const WHOLE_BYTES = 1024 * 1024;
const MOST_BYTES = 512 * 1024 * 1024;
const BLOCK_RLE = 1;
const BLOCK_RESERVED = 3;

export function beginsZstd(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false;
  const magic = Buffer.from(bytes.buffer, bytes.byteOffset, 4).readUInt32LE(0);
  return magic === MAGIC || (magic & SKIPPABLE_MASK) >>> 0 === SKIPPABLE;
}

/** Contents of all frames. A damaged or cut frame is not_capture, after everything before it was given. */
export async function* unzstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const next = piecesOf(chunks);
  for (let piece = await next(); piece !== undefined; piece = await next()) {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      if (!piece.skippable) {
        pieces.push(piece.bytes);
        length += piece.bytes.length;
      }
      if (piece.last || length >= WHOLE_BYTES) break;
      piece = await rest(next);
    }
    if (!piece.last) yield* decodeStream(pieces, next);
    else if (length > 0) yield decodeWhole(Buffer.concat(pieces));
  }
}

const damaged = (how: string, cause?: unknown): SipglassError => new SipglassError("not_capture", { how }, `The file ${how}.`, { cause });

type NextPiece = () => Promise<Piece | undefined>;

function piecesOf(chunks: AsyncIterable<Uint8Array>): NextPiece {
  const source = chunks[Symbol.asyncIterator]();
  const walker = new FrameWalker();
  return async () => {
    for (let piece = walker.next(); ; piece = walker.next()) {
      if (piece !== undefined) return piece;
      const { value, done } = await source.next();
      if (done !== true) walker.push(value);
      else if (walker.inside) throw damaged("is cut off in the middle of a zstd frame");
      else return undefined;
    }
  };
}

async function rest(next: NextPiece): Promise<Piece> {
  const piece = await next();
  if (piece === undefined) throw damaged("is cut off in the middle of a zstd frame");
  return piece;
}

function decodeWhole(frame: Uint8Array): Uint8Array {
  try {
    return zstdDecompressSync(frame, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    throw damaged("has a damaged zstd frame", error);
  }
}

async function* decodeStream(begin: Uint8Array[], next: NextPiece): AsyncGenerator<Uint8Array> {
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    yield* begin;
    for (let piece = await rest(next); ; piece = await rest(next)) {
      yield piece.bytes;
      if (piece.last) return;
    }
  };
  const decoder = createZstdDecompress();
  pipeline(Readable.from(pieces(), { objectMode: false }), decoder, () => undefined);
  try {
    for await (const bytes of decoder) yield bytes as Uint8Array;
  } catch (error) {
    throw error instanceof SipglassError ? error : damaged("has a damaged zstd frame", error);
  }
}

interface Piece {
  bytes: Uint8Array;
  skippable: boolean;
  /** Ends its frame. */
  last: boolean;
}

/** Finds where frames end by walking their blocks, without decoding. */
class FrameWalker {
  #held: Buffer = Buffer.alloc(0);
  #state: "frame" | "block" | "body" | "checksum" = "frame";
  #skippable = false;
  #hasChecksum = false;
  #bodyLeft = 0;
  #lastBlock = false;

  get inside(): boolean {
    return this.#held.length > 0 || this.#state !== "frame";
  }

  push(chunk: Uint8Array): void {
    this.#held = this.#held.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([this.#held, chunk]);
  }

  /** Undefined when more bytes are needed. */
  next(): Piece | undefined {
    switch (this.#state) {
      case "frame": return this.#frameHeader();
      case "block": return this.#blockHeader();
      case "body": return this.#body();
      case "checksum": return this.#take(4, true);
    }
  }

  #frameHeader(): Piece | undefined {
    if (this.#held.length < 8) return undefined;
    const magic = this.#held.readUInt32LE(0);
    this.#skippable = (magic & SKIPPABLE_MASK) >>> 0 === SKIPPABLE;
    if (this.#skippable) {
      this.#bodyLeft = this.#held.readUInt32LE(4);
      this.#lastBlock = true;
      this.#hasChecksum = false;
      return this.#take(8, this.#bodyLeft === 0, "body");
    }
    if (magic !== MAGIC) throw damaged("goes on with something that is no zstd frame");
    const descriptor = this.#held.readUInt8(4);
    this.#hasChecksum = (descriptor & 4) !== 0;
    const single = (descriptor & 0x20) !== 0;
    const contentSize = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
    return this.#take(5 + (single ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0) + contentSize, false, "block");
  }

  #blockHeader(): Piece | undefined {
    if (this.#held.length < 3) return undefined;
    const header = this.#held.readUIntLE(0, 3);
    const type = (header >> 1) & 3;
    if (type === BLOCK_RESERVED) throw damaged("has a damaged zstd frame");
    this.#lastBlock = (header & 1) === 1;
    this.#bodyLeft = type === BLOCK_RLE ? 1 : header >> 3;
    if (this.#bodyLeft > 0) return this.#take(3, false, "body");
    return this.#take(3, this.#lastBlock && !this.#hasChecksum, this.#afterBody());
  }

  #body(): Piece | undefined {
    if (this.#held.length === 0) return undefined;
    const length = Math.min(this.#bodyLeft, this.#held.length);
    this.#bodyLeft -= length;
    if (this.#bodyLeft > 0) return this.#take(length, false, "body");
    return this.#take(length, this.#lastBlock && !this.#hasChecksum, this.#afterBody());
  }

  #afterBody(): "block" | "checksum" {
    return this.#lastBlock ? "checksum" : "block";
  }

  #take(length: number, last: boolean, then: "block" | "body" | "checksum" = "block"): Piece | undefined {
    if (this.#held.length < length) return undefined;
    const bytes = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    this.#state = last ? "frame" : then;
    return { bytes, skippable: this.#skippable, last };
  }
}
