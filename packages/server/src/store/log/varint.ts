// Whole numbers of up to 53 bits in 7-bit groups, lowest first, as docs/reference/archive.md defines them; signed ones in zigzag form.

const MAX_BYTES = 8;

export const MAX_VARINT_BYTES = MAX_BYTES;

/** Returns the offset behind the number. */
export function putVarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = value;
  while (rest >= 0x80) {
    bytes[at++] = (rest % 0x80) + 0x80;
    rest = Math.floor(rest / 0x80);
  }
  bytes[at] = rest;
  return at + 1;
}

export function putSignedVarint(bytes: Uint8Array, at: number, value: number): number {
  return putVarint(bytes, at, value >= 0 ? value * 2 : -value * 2 - 1);
}

/** Reads numbers one after another; `failed` turns true at the first that is not whole, and every later one is 0. */
export class VarintCursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;
  failed = false;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  next(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < MAX_BYTES && this.at < this.end; i++) {
      const byte = this.bytes[this.at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
    this.failed = true;
    this.at = this.end;
    return 0;
  }

  nextSigned(): number {
    const value = this.next();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** The next `length` bytes, as a view. */
  take(length: number): Uint8Array {
    if (length > this.end - this.at) this.failed = true;
    const from = this.at;
    this.at = Math.min(this.end, from + length);
    return this.bytes.subarray(from, this.at);
  }
}
