// Captures that come as a file: pcap, pcapng or a raw HEP stream, fed to the shards like live packets but with their own, old time.
import { createCaptureReader, createHepFramer, createIpReader, decodeHep, encodeHep3, type CaptureFormat } from "@sipglass/decode";
import { PAYLOAD_TYPE, SipglassError, type Packet } from "@sipglass/model";
import type { ImportResult } from "../book/questions.ts";
import { importPeer } from "../imported.ts";
import { inflateAny } from "../inflate.ts";
import { latin1 } from "../latin1.ts";
import type { Intake } from "./intake.ts";
import { MAX_FRAME_BYTES } from "./stream.ts";

export interface Importer {
  importCapture(file: string, bytes: Uint8Array, onProgress?: (done: ImportResult) => void): Promise<ImportResult>;
}

/** What becomes of media, which is not archived: reports about it are. */
export interface MediaImport {
  /** True when it was media, which goes no further. */
  take(packet: Packet): boolean;
  reports(): Packet[];
}

export interface ImporterOptions {
  intake: Intake;
  /** Analyses the media of one file. */
  media(): MediaImport;
  /** Resolves when the shards have worked off everything that was sent. */
  workedOff(): Promise<void>;
}

const CHUNK_BYTES = 256 * 1024;
const ROOM_RETRY_MS = 5;
const HEP3_MAGIC = 0x48455033;
const PORTS = { inflate: inflateAny };

/** Frames made from a chunk wait here until the shards have room; reading goes on only then. */
interface Feed {
  push(chunk: Uint8Array): void;
  end(): void;
  waiting: Uint8Array[];
  readonly format: CaptureFormat | "hep" | "";
}

export function createImporter({ intake, media, workedOff }: ImporterOptions): Importer {
  return {
    async importCapture(file, bytes, onProgress) {
      const result: ImportResult = { file, packets: 0, sipMessages: 0, refused: {}, calls: 0, fromUs: 0, toUs: 0 };
      const feed = openFeed(bytes, result, media());
      const peer = importPeer(file);
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
        feed.push(bytes.subarray(at, at + CHUNK_BYTES));
        if (feed.format === "unknown") throw new SipglassError("not_capture", { file });
        await hand(feed, intake, peer);
        onProgress?.(result);
      }
      feed.end();
      await hand(feed, intake, peer);
      intake.flush(false);
      await workedOff();
      return result;
    },
  };
}

/** Notes in the result what it says of SIP, packet by packet. */
function createTally(result: ImportResult): (packet: Packet) => void {
  const callIds = new Set<string>();
  return ({ payloadType, payload, timeUs }) => {
    if (payloadType !== PAYLOAD_TYPE.SIP) return;
    result.sipMessages += 1;
    result.calls = callIds.add(callIdOf(payload)).size;
    if (timeUs === 0) return;
    result.fromUs = result.fromUs === 0 ? timeUs : Math.min(result.fromUs, timeUs);
    result.toUs = Math.max(result.toUs, timeUs);
  };
}

async function hand(feed: Feed, intake: Intake, peer: string): Promise<void> {
  for (const frame of feed.waiting) {
    while (!intake.take(frame, peer)) {
      intake.flush(false);
      await new Promise((resolve) => setTimeout(resolve, ROOM_RETRY_MS));
    }
  }
  feed.waiting.length = 0;
}

function openFeed(bytes: Uint8Array, result: ImportResult, media: MediaImport): Feed {
  const magic = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return magic === HEP3_MAGIC ? hepFeed(result) : pcapFeed(result, media);
}

const refuse = (result: ImportResult, reason: string, count = 1): void => void (result.refused[reason] = (result.refused[reason] ?? 0) + count);

function hepFeed(result: ImportResult): Feed {
  const waiting: Uint8Array[] = [];
  const tally = createTally(result);
  const framer = createHepFramer({
    maxFrameBytes: MAX_FRAME_BYTES,
    onFrame: (frame) => {
      result.packets += 1;
      const decoded = decodeHep(frame, PORTS);
      if (decoded.ok) tally(decoded.value);
      waiting.push(frame.slice());
    },
    onJunk: (junk) => refuse(result, "stream_junk_bytes", junk),
  });
  return { push: (chunk) => framer.push(chunk), end: () => framer.end(), waiting, format: "hep" };
}

function pcapFeed(result: ImportResult, media: MediaImport): Feed {
  const waiting: Uint8Array[] = [];
  const tally = createTally(result);
  const archive = (packet: Packet): void => {
    const frame = encodeHep3(packet);
    if (frame instanceof Uint8Array) waiting.push(frame);
    else refuse(result, frame.reason);
  };
  const onPacket = (packet: Packet): void => {
    if (media.take(packet)) return;
    result.packets += 1;
    tally(packet);
    archive(packet);
  };
  const ip = createIpReader({ onPacket, onRefused: (reason) => refuse(result, reason), hep: PORTS });
  const reader = createCaptureReader({ onFrame: (frame) => ip.frame(frame), onRefused: (reason) => refuse(result, reason) });
  const end = (): void => {
    reader.end();
    ip.end();
    media.reports().forEach(archive);
  };
  return {
    push: (chunk) => reader.push(chunk),
    end,
    waiting,
    get format() {
      return reader.format;
    },
  };
}

function callIdOf(payload: Uint8Array): string {
  return /^(?:call-id|i)[ \t]*:[ \t]*(\S+)/im.exec(latin1(payload))?.[1] ?? "";
}
