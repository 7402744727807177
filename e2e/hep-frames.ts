// Recorded HEP frames for tests: reading a recording, sending it over UDP or, cut at random places, over TCP; counting an archive from outside.
import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { sleep } from "./server-process.ts";

/** frames.bin: repeated [u32be length][u8 transport][u64be receive µs][frame]. */
export function readFrames(file: string): Buffer[] {
  const bytes = readFileSync(file);
  const frames: Buffer[] = [];
  for (let at = 0; at + 13 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    frames.push(bytes.subarray(at + 13, at + 13 + length));
    at += 13 + length;
  }
  return frames;
}

export async function sendUdp(frames: readonly Buffer[], port: number): Promise<void> {
  const socket = createSocket("udp4");
  for (const [i, frame] of frames.entries()) {
    await new Promise<void>((resolve, reject) => socket.send(frame, port, "127.0.0.1", (error) => (error ? reject(error) : resolve())));
    if (i % 20 === 19) await sleep(2);
  }
  socket.close();
}

/** Chunk boundaries are drawn at random: frames arrive split and coalesced. HEP 1 and 2 have no length and cannot go over TCP. */
export async function sendTcp(frames: readonly Buffer[], port: number, random: () => number): Promise<void> {
  const stream = Buffer.concat(frames);
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  for (let at = 0; at < stream.length; ) {
    const size = 1 + Math.floor(random() ** 3 * 5000);
    socket.write(stream.subarray(at, at + size));
    at += size;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await new Promise<void>((resolve) => socket.end(() => resolve()));
}

/** Small seeded generator (mulberry32), so that a failure can be run again. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const hasProgram = (name: string): boolean => (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(join(folder, name)));

/** The archive as anyone would read it: `zstd -dc` of every segment. */
export function archiveBytes(directory: string): Buffer {
  const archive = join(directory, "archive");
  const files = readdirSync(archive, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".hep.zst"));
  return Buffer.concat(files.map((name) => execFileSync("zstd", ["-dcq", join(archive, name)], { maxBuffer: 1 << 30 })));
}

/** HEP3 packets in a stream by their own length fields; throws when something else stands between them. */
export function countHep3(stream: Buffer): number {
  let count = 0;
  for (let at = 0; at < stream.length; count += 1) {
    if (stream.toString("latin1", at, at + 4) !== "HEP3") throw new Error(`no HEP3 at byte ${at}`);
    at += stream.readUInt16BE(at + 4);
  }
  return count;
}
