// Bytes of a capture from a file or standard input, unwrapped from gzip or zstd when they begin so.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { SipglassError } from "@sipglass/model";
import { beginsZstd, unzstd } from "./zstd-frames.ts";

const READ_BYTES = 256 * 1024;

/** Chunks stay as they are: readers keep views into them. `name` "-" is standard input. */
export async function* captureChunks(name: string, input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* unwrapped(name === "-" ? input : fileChunks(name), name);
}

/** What it holds on disk, or undefined for standard input. */
export async function captureSize(name: string): Promise<number | undefined> {
  if (name === "-") return undefined;
  try {
    const about = await stat(name);
    if (about.isDirectory()) throw new SipglassError("not_capture", { file: name }, `${name} is a directory, not a capture.`);
    return about.size;
  } catch (error) {
    throw cannotRead(name, error);
  }
}

async function* fileChunks(name: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(name, { highWaterMark: READ_BYTES })) yield chunk as Uint8Array;
  } catch (error) {
    throw cannotRead(name, error);
  }
}

const REASONS: Record<string, string> = { ENOENT: "there is no such file", EACCES: "you may not read it", EISDIR: "it is a directory" };

function cannotRead(name: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string" || error instanceof SipglassError) return error;
  const help = "Name a pcap, pcapng or raw HEP file, plain or as .gz or .zst; - is standard input.";
  return new SipglassError(error.code === "ENOENT" ? "not_found" : "not_capture", { file: name, help }, `${name} cannot be read: ${REASONS[error.code] ?? error.message}.`, { cause: error });
}

async function* unwrapped(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  const { begin, rest } = await firstBytes(source);
  if (beginsZstd(begin)) return yield* named(unzstd(rest), name);
  if (begin[0] === 0x1f && begin[1] === 0x8b) return yield* named(gunzipped(rest), name);
  yield* rest;
}

/** At least four bytes (a pipe may give them one by one), and everything, those among it. */
async function firstBytes(source: AsyncIterator<Uint8Array>): Promise<{ begin: Uint8Array; rest: AsyncIterable<Uint8Array> }> {
  let begin: Uint8Array = Buffer.alloc(0);
  while (begin.length < 4) {
    const { value, done } = await source.next();
    if (done === true) break;
    begin = begin.length === 0 ? value : Buffer.concat([begin, value]);
  }
  const all = async function* (): AsyncGenerator<Uint8Array> {
    if (begin.length > 0) yield begin;
    for (let step = await source.next(); step.done !== true; step = await source.next()) yield step.value;
  };
  return { begin, rest: all() };
}

async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const source = Readable.from(chunks, { objectMode: false });
  source.on("error", (error) => gunzip.destroy(error));
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk as Uint8Array;
  } catch (error) {
    throw error instanceof SipglassError ? error : new SipglassError("not_capture", {}, "The file has damaged gzip wrapping.", { cause: error });
  }
}

/** Errors of the unwrapping say which file it was. */
async function* named(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof SipglassError) throw new SipglassError(error.code, { ...error.details, file: name }, error.message.replace(/^The file/, name), { cause: error });
    throw error;
  }
}
