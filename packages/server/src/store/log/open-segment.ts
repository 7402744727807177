// The segment that a writer of one class is appending to: whole blocks or nothing, and the sidecar when it is closed.
import type { SegmentFiles } from "./segment-files.ts";
import { BlockIndex, FINGERPRINT_BYTES, fingerprintOf } from "./block-index.ts";
import { readHeader } from "./block-header.ts";
import { SIDECAR_SUFFIX } from "./segment-name.ts";

export interface OpenSegment {
  readonly path: string;
  readonly hourUs: number;
  /** Throws what the system said; then nothing of the block is in the file. */
  append(header: Buffer, data: Buffer): void;
  sync(): void;
  /** Leaves a sidecar, which tells others that this segment is closed. The file stays open for a last sync. */
  finish(): void;
  close(): void;
}

/** Undefined when the file exists already. */
export function openSegment(files: SegmentFiles, path: string, hourUs: number): OpenSegment | undefined {
  const file = files.create(path);
  if (file === undefined) return undefined;
  const index = new BlockIndex();
  let length = 0;
  let synced = 0;
  let head: Buffer = Buffer.alloc(0);

  function cutBack(): void {
    try {
      files.truncate(file!, length);
    } catch {
      // The torn block stays in the middle of the file; readers skip it.
    }
  }

  return {
    path,
    hourUs,
    append(header, data) {
      const whole = header.length + data.length;
      let taken: number;
      try {
        taken = files.append(file, [header, data]);
      } catch (error) {
        cutBack();
        throw error;
      }
      if (taken !== whole) {
        cutBack();
        throw new Error(`no space left: ${taken} of ${whole} bytes were written to ${path}`);
      }
      const reading = readHeader(header, 0);
      if (reading.state === "ok") index.add(reading.header, length);
      if (length === 0) head = Buffer.from(header.subarray(0, FINGERPRINT_BYTES));
      length += whole;
    },
    sync() {
      if (synced === length) return;
      const upTo = length;
      files.sync(file);
      synced = upTo;
    },
    finish() {
      const sidecar = index.encode({ length, fingerprint: fingerprintOf(head) });
      if (sidecar) files.writeWhole(path + SIDECAR_SUFFIX, sidecar);
    },
    close: () => files.close(file),
  };
}
