// HEP over TCP: frames back to back, delimited only by the length inside. Frames may be split or coalesced at any byte; after junk the
// stream is taken up again at the next "HEP3". Whole frames inside a chunk are passed on as views; only split ones are copied, once.
import { HEADER_BYTES, isHep3, LARGEST_FRAME_BYTES, uint16 } from "./chunk-type.ts";

export interface HepFramerOptions {
  /** Longer frames are treated as junk. At most 65535, which is what the length can say. */
  maxFrameBytes?: number;
  /** `frame` is valid only during the call. */
  onFrame(frame: Uint8Array): void;
  /** Bytes that belong to no frame. */
  onJunk?(bytes: number): void;
}

export interface HepFramer {
  push(chunk: Uint8Array): void;
  /** The stream is over: an unfinished frame is junk. */
  end(): void;
}

const MAGIC = [0x48, 0x45, 0x50, 0x33];

export function createHepFramer(options: HepFramerOptions): HepFramer {
  const largest = Math.min(options.maxFrameBytes ?? LARGEST_FRAME_BYTES, LARGEST_FRAME_BYTES);
  let held = new Uint8Array(2048);
  let heldLength = 0;
  let junk = 0;

  const reportJunk = (): void => {
    if (junk > 0) options.onJunk?.(junk);
    junk = 0;
  };
  const emit = (frame: Uint8Array): void => {
    reportJunk();
    options.onFrame(frame);
  };
  const hold = (bytes: Uint8Array, wanted: number): void => {
    if (held.length < wanted) {
      const larger = new Uint8Array(Math.min(Math.max(wanted, held.length * 2), LARGEST_FRAME_BYTES));
      larger.set(held.subarray(0, heldLength));
      held = larger;
    }
    held.set(bytes, heldLength);
    heldLength += bytes.length;
  };

  /** Continues what is held with the head of `chunk`; the number of bytes taken from it. */
  function fill(chunk: Uint8Array): number {
    let at = 0;
    while (heldLength > 0 && heldLength < HEADER_BYTES && at < chunk.length) {
      hold(chunk.subarray(at, at + 1), HEADER_BYTES);
      at++;
      dropUnlessStart();
    }
    if (heldLength < HEADER_BYTES) return at;
    const total = uint16(held, 4);
    const part = chunk.subarray(at, at + total - heldLength);
    hold(part, total);
    if (heldLength === total) {
      heldLength = 0;
      emit(held.subarray(0, total));
    }
    return at + part.length;
  }

  /** Drops bytes from the front of what is held until it can be the start of a frame. */
  function dropUnlessStart(): void {
    while (heldLength > 0 && !canStart(held, 0, heldLength, largest)) {
      held.copyWithin(0, 1, heldLength);
      heldLength--;
      junk++;
    }
  }

  function push(chunk: Uint8Array): void {
    let at = heldLength > 0 ? fill(chunk) : 0;
    while (at < chunk.length) {
      if (!canStart(chunk, at, chunk.length, largest)) {
        const next = chunk.indexOf(MAGIC[0]!, at + 1);
        junk += (next < 0 ? chunk.length : next) - at;
        at = next < 0 ? chunk.length : next;
        continue;
      }
      const total = chunk.length - at < HEADER_BYTES ? HEADER_BYTES : uint16(chunk, at + 4);
      const end = Math.min(at + total, chunk.length);
      if (end - at === total) emit(chunk.subarray(at, end));
      else hold(chunk.subarray(at, end), total);
      at = end;
    }
    reportJunk();
  }

  return {
    push,
    end() {
      junk += heldLength;
      heldLength = 0;
      reportJunk();
    },
  };
}

/** True when `bytes[at, end)` is the start of a frame, as far as it reaches: the magic, then a length that a frame can have. */
function canStart(bytes: Uint8Array, at: number, end: number, largest: number): boolean {
  const length = end - at;
  if (length >= HEADER_BYTES) return isHep3(bytes, at) && uint16(bytes, at + 4) >= HEADER_BYTES && uint16(bytes, at + 4) <= largest;
  for (let i = 0; i < Math.min(length, MAGIC.length); i++) if (bytes[at + i] !== MAGIC[i]) return false;
  return true;
}
