// Reads a pcap or pcapng stream piece by piece: a whole file, or `tcpdump -U -w -` while it runs.
import type { Reason } from "@sipglass/model";
import { BIG_ENDIAN } from "./byte-order.ts";
import { createByteQueue } from "./byte-queue.ts";
import type { CaptureFrame } from "./link-type.ts";
import { createPcapReader, isPcapMagic } from "./pcap-reader.ts";
import { BLOCK, createPcapngReader } from "./pcapng-reader.ts";

export interface FrameSink {
  onFrame(frame: CaptureFrame): void;
  onRefused(reason: Reason): void;
}

/** One format's reader over the queue: `read` takes what has arrived and says false when it cannot go on. */
export interface FormatReader {
  read(): boolean;
}

export interface CaptureReader {
  /** The chunk must stay as it is: frames are views into it. */
  push(chunk: Uint8Array): void;
  /** Counts what was cut off at the end. */
  end(): void;
  /** "" until the first four bytes have been seen. */
  readonly format: CaptureFormat | "";
}

export type CaptureFormat = "pcap" | "pcapng" | "unknown";

export function captureFormat(bytes: Uint8Array): CaptureFormat | "" {
  if (bytes.length < 4) return "";
  const magic = BIG_ENDIAN.u32(bytes, 0);
  return isPcapMagic(magic) ? "pcap" : magic === BLOCK.SECTION ? "pcapng" : "unknown";
}

export function createCaptureReader(sink: FrameSink): CaptureReader {
  const queue = createByteQueue();
  let format: CaptureFormat | "" = "";
  let reader: FormatReader | undefined;
  let stopped = false;

  function recognise(): void {
    const start = queue.peek(4);
    if (!start) return;
    format = captureFormat(start);
    if (format === "pcap") reader = createPcapReader(BIG_ENDIAN.u32(start, 0), queue, sink);
    else if (format === "pcapng") reader = createPcapngReader(queue, sink);
    else stop();
  }

  function stop(): void {
    stopped = true;
    sink.onRefused("pcap_malformed");
  }

  return {
    push(chunk) {
      if (stopped) return;
      queue.push(chunk);
      if (!reader) recognise();
      if (reader && !reader.read()) stop();
    },
    end() {
      if (!stopped && queue.length + queue.owed > 0) sink.onRefused("pcap_truncated");
      stopped = true;
    },
    get format() {
      return format;
    },
  };
}
