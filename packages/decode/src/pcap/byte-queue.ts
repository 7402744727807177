// Bytes that arrive in chunks of any size and are taken in pieces of known size, as views, without quadratic copying.

export interface ByteQueue {
  /** The chunk must not be overwritten afterwards: pieces of it are handed out as views. */
  push(chunk: Uint8Array): void;
  /** Bytes waiting. */
  readonly length: number;
  /** The next `count` bytes without taking them; undefined when there are fewer. */
  peek(count: number): Uint8Array | undefined;
  take(count: number): Uint8Array | undefined;
  /** Drops the next `count` bytes, also those that have not arrived yet. */
  skip(count: number): void;
  /** Bytes that were skipped before they arrived, and have not arrived yet. */
  readonly owed: number;
}

const SMALLEST_BUFFER = 64 * 1024;

export function createByteQueue(): ByteQueue {
  let buffer: Uint8Array = new Uint8Array(0);
  let start = 0;
  let end = 0;
  let toSkip = 0;
  /** Only our own buffers have room behind `end` that we may write to. */
  let own = false;

  function append(chunk: Uint8Array): void {
    const waiting = end - start;
    if (waiting === 0) {
      buffer = chunk;
      start = 0;
      end = chunk.length;
      own = false;
      return;
    }
    if (!own || buffer.length - end < chunk.length) {
      const larger = new Uint8Array(Math.max(SMALLEST_BUFFER, 2 * (waiting + chunk.length)));
      larger.set(buffer.subarray(start, end));
      buffer = larger;
      start = 0;
      end = waiting;
      own = true;
    }
    buffer.set(chunk, end);
    end += chunk.length;
  }

  return {
    push(chunk) {
      const skipped = Math.min(toSkip, chunk.length);
      toSkip -= skipped;
      if (skipped < chunk.length) append(skipped === 0 ? chunk : chunk.subarray(skipped));
    },
    get length() {
      return end - start;
    },
    peek: (count) => (end - start < count ? undefined : buffer.subarray(start, start + count)),
    take(count) {
      if (end - start < count) return undefined;
      start += count;
      return buffer.subarray(start - count, start);
    },
    skip(count) {
      const here = Math.min(count, end - start);
      start += here;
      toSkip += count - here;
    },
    get owed() {
      return toSkip;
    },
  };
}
