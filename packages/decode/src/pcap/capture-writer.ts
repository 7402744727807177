// What both writers have in common: packets of the model in, bytes of a capture file out, and a count of what could not be written.
import { isLogPayload, type Packet } from "@sipglass/model";
import { createFrameWriter } from "../ip/frame-writer.ts";
import { exportedPayload, type SkipReason } from "./exported-payload.ts";

export interface CaptureWriter {
  /** The begin of the file. */
  header(): Uint8Array;
  /** The packet's records: none when it was skipped, several when it needs several frames. */
  packet(packet: Packet, comment?: string): Uint8Array;
  /** Packets that were not written, by reason. */
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

export interface RecordFormat {
  header(): Uint8Array;
  frames(packet: Packet, frames: readonly Uint8Array[], comment: string): Uint8Array;
  /** Undefined when the format has no place for text. */
  text(packet: Packet, text: string): Uint8Array | undefined;
}

const NOTHING = new Uint8Array(0);

export function createCaptureWriter(format: RecordFormat): CaptureWriter {
  const frameWriter = createFrameWriter();
  const skipped: Partial<Record<SkipReason, number>> = {};

  function skip(reason: SkipReason): Uint8Array {
    skipped[reason] = (skipped[reason] ?? 0) + 1;
    return NOTHING;
  }

  return {
    header: () => format.header(),
    packet(packet, comment = "") {
      const payload = exportedPayload(packet);
      if (payload.kind === "skipped") return skip(payload.reason);
      if (payload.kind === "text") return format.text(packet, payload.text) ?? skip(isLogPayload(packet.payloadType) ? "log" : "report");
      const frames = frameWriter.frames(packet, payload.bytes);
      return frames ? format.frames(packet, frames, comment) : skip("too_large");
    },
    skipped,
  };
}
