// A whole capture at once: what the command line, the page and tests want.
import type { Packet } from "@sipglass/model";
import { isHep3 } from "../hep/chunk-type.ts";
import { decodeHep } from "../hep/decode-hep.ts";
import { createHepFramer } from "../hep/framer.ts";
import { captureFormat, createCaptureReader, type CaptureFormat } from "../pcap/capture-reader.ts";
import { createIpReader, type IpReaderOptions } from "./ip-reader.ts";

export interface CaptureContents {
  /** "hep" for a raw HEP stream; "unknown" when it is no capture at all. */
  format: CaptureFormat | "hep";
  /** In the order of the file; packets of TCP stand where they became whole. */
  packets: Packet[];
  /** What gave no packet, by reason. */
  refused: Record<string, number>;
  frames: number;
}

export type ReadCaptureOptions = Omit<IpReaderOptions, "onPacket" | "onRefused">;

export function readCapture(bytes: Uint8Array, options: ReadCaptureOptions = {}): CaptureContents {
  const contents: CaptureContents = { format: "unknown", packets: [], refused: {}, frames: 0 };
  const onPacket = (packet: Packet): void => void contents.packets.push(packet);
  const onRefused = (reason: string): void => void (contents.refused[reason] = (contents.refused[reason] ?? 0) + 1);
  const format = captureFormat(bytes);
  if (format === "unknown" && isHep3(bytes)) return readHepStream(bytes, contents, options, onRefused);
  const ip = createIpReader({ ...options, onPacket, onRefused });
  const reader = createCaptureReader({
    onFrame(frame) {
      contents.frames++;
      ip.frame(frame);
    },
    onRefused,
  });
  reader.push(bytes);
  reader.end();
  ip.end();
  contents.format = format === "" ? "unknown" : format;
  return contents;
}

function readHepStream(
  bytes: Uint8Array,
  contents: CaptureContents,
  options: ReadCaptureOptions,
  onRefused: (reason: string) => void,
): CaptureContents {
  const framer = createHepFramer({
    onFrame(frame) {
      contents.frames++;
      const packet = decodeHep(frame, options.hep);
      if (packet.ok) contents.packets.push(packet.value);
      else onRefused(packet.reason);
    },
    onJunk: () => onRefused("not_hep"),
  });
  framer.push(bytes);
  framer.end();
  return { ...contents, format: "hep" };
}
