// Packets of a migration into the archive, each once: what a run that was cut off has brought already is known by its key and left out.
import { createHepFramer } from "@sipglass/decode";
import { ALL, SipglassError, type TimeRange } from "@sipglass/model";
import type { Questions } from "../book/questions.ts";
import { frameKey } from "../imported.ts";

type Asked = Pick<Questions, "importCapture" | "importedKeys">;

export interface MigratedPackets {
  packets: number;
  /** That were here already. */
  known: number;
  /** Places (from 0) of packets that are not in the archive: copies, or what this installation does not keep. */
  leftOut: number[];
}

const MAX_FRAME_BYTES = 65_535;

/** The HEP3 packets of a stream; bad_request when there is anything else in it. */
export function hepFramesOf(stream: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let junk = 0;
  const framer = createHepFramer({ maxFrameBytes: MAX_FRAME_BYTES, onFrame: (frame) => void frames.push(frame.slice()), onJunk: (bytes) => void (junk += bytes) });
  framer.push(stream);
  framer.end();
  if (junk > 0) throw new SipglassError("bad_request", { junk_bytes: junk }, "The body is no stream of HEP 3 packets.");
  return frames;
}

/** Resolves when they are safe on disk. `since`: when the last packets of this migration were received, 0 when not known. */
export async function migratePackets(questions: Asked, file: string, stream: Uint8Array, { fromUs, toUs, since }: TimeRange & { since: number }): Promise<MigratedPackets> {
  const frames = hepFramesOf(stream).map((frame) => ({ frame, key: frameKey(frame) }));
  const where = { file, fromUs, toUs, receivedFromUs: since };
  const before = tally(await questions.importedKeys(ALL, where));
  const fresh = frames.filter(({ key }) => !take(before, key));
  if (fresh.length > 0) await questions.importCapture(file, Buffer.concat(fresh.map(({ frame }) => frame)));
  const after = tally(fresh.length > 0 ? await questions.importedKeys(ALL, where) : []);
  const isMissing = (key: string): boolean => fresh.length > 0 && !take(after, key);
  // Without anything fresh nothing can be missing.
  const leftOut = frames.flatMap(({ key }, place) => (isMissing(key) ? [place] : []));
  return { packets: frames.length, known: frames.length - fresh.length, leftOut };
}

function tally(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** One of them less; false when there is none. */
function take(counts: Map<string, number>, key: string): boolean {
  const left = counts.get(key) ?? 0;
  if (left > 0) counts.set(key, left - 1);
  return left > 0;
}
