// Packets of a migration into the archive, each once: what a run that was cut off has brought already is known by its key and left out.
import { createHepFramer } from "@sipglass/decode";
import { ALL, SipglassError, type TimeRange } from "@sipglass/model";
import type { Questions } from "../book/questions.ts";
import { packetKey, type PacketKey } from "../imported.ts";

type Asked = Pick<Questions, "importCapture" | "importedKeys">;

export interface MigratedPackets {
  packets: number;
  /** That were here already. */
  known: number;
  /** Places (from 0) of packets that are not in the archive: copies, or what this installation does not keep. */
  leftOut: number[];
}

const MAX_FRAME_BYTES = 65_535;
/** Copies of a message by one agent within this time are a mirror's (analyse/call/sightings.ts). */
const MIRROR_WINDOW_US = 50_000;

/** The HEP3 packets of a stream; bad_request when there is anything else in it. */
export function hepFramesOf(stream: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let junk = 0;
  const framer = createHepFramer({
    maxFrameBytes: MAX_FRAME_BYTES,
    onFrame: (frame) => void frames.push(frame.slice()),
    onJunk: (bytes) => void (junk += bytes),
  });
  framer.push(stream);
  framer.end();
  if (junk > 0) throw new SipglassError("bad_request", { junk_bytes: junk }, "The body is no stream of HEP 3 packets.");
  return frames;
}

/** Resolves when they are safe on disk. `since`: when the last packets of this migration were received, 0 when not known. */
export async function migratePackets(questions: Asked, file: string, stream: Uint8Array, { fromUs, toUs, since }: TimeRange & { since: number }): Promise<MigratedPackets> {
  const frames = hepFramesOf(stream).map((frame) => ({ frame, key: packetKey(frame) }));
  // What came just before may be what the first of these are copies of.
  const keysHere = (): Promise<PacketKey[]> =>
    questions.importedKeys(ALL, { file, fromUs: Math.max(0, fromUs - MIRROR_WINDOW_US), toUs, receivedFromUs: since });
  const here = await keysHere();
  const before = tally(here);
  const missing = frames.filter(({ key }) => !take(before, key));
  const isCopy = copyTest(here);
  const fresh = missing.filter(({ key }) => !isCopy(key));
  if (fresh.length > 0) await questions.importCapture(file, Buffer.concat(fresh.map(({ frame }) => frame)));
  const after = tally(await keysHere());
  const leftOut = frames.flatMap(({ key }, place) => (take(after, key) ? [] : [place]));
  return { packets: frames.length, known: frames.length - missing.length, leftOut };
}

const nameOf = ({ message, us }: PacketKey): string => `${message}@${us}`;

function tally(keys: readonly PacketKey[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(nameOf(key), (counts.get(nameOf(key)) ?? 0) + 1);
  return counts;
}

/** One of them less; false when there is none. */
function take(counts: Map<string, number>, key: PacketKey): boolean {
  const left = counts.get(nameOf(key)) ?? 0;
  if (left > 0) counts.set(nameOf(key), left - 1);
  return left > 0;
}

/** Copies of what an earlier run brought: those who track calls may have forgotten the call by now, and would keep the copy. */
function copyTest(here: readonly PacketKey[]): (key: PacketKey) => boolean {
  const times = Map.groupBy(here.filter(({ isSip }) => isSip), ({ message }) => message);
  return ({ message, us }) => (times.get(message) ?? []).some((kept) => Math.abs(kept.us - us) < MIRROR_WINDOW_US);
}
