// Bounds the memory that indexes of segments take: those used longest ago are forgotten and read again when needed.
import type { StoredSegment } from "./stored-segment.ts";

export class IndexBudget {
  readonly #maxBytes: number;
  /** In order of use. */
  readonly #segments = new Set<StoredSegment>();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** This segment was used now. */
  note(segment: StoredSegment): void {
    this.#segments.delete(segment);
    this.#segments.add(segment);
    let bytes = 0;
    for (const { knownIndex } of this.#segments) bytes += knownIndex?.bytes ?? 0;
    for (const oldest of this.#segments) {
      if (bytes <= this.#maxBytes || oldest === segment) break;
      bytes -= oldest.knownIndex?.bytes ?? 0;
      oldest.forget();
      this.#segments.delete(oldest);
    }
  }
}
