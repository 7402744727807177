// Texts of HEP chunks. Agent names, ids and keys repeat in every frame, so they come from a small direct-mapped table keyed by a hash of
// their bytes and compared byte by byte: a hit allocates nothing, and junk can at worst displace an entry.

const SLOTS = 512;
const LONGEST_KEPT = 64;
const texts: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);
const decimals: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);
const decimalKeys = new Float64Array(SLOTS);
const utf8 = new TextDecoder();
const encoder = new TextEncoder();

/** UTF-8 text of `bytes[start, end)`, without trailing NULs (C senders count the terminator). For texts that differ in every frame. */
export function freshText(bytes: Uint8Array, start: number, end: number): string {
  let last = end;
  while (last > start && bytes[last - 1] === 0) last--;
  for (let i = start; i < last; i++) if (bytes[i]! > 127) return utf8.decode(bytes.subarray(start, last));
  return asciiText(bytes, start, last);
}

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 4096) return utf8.decode(bytes.subarray(start, end));
  return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
}

/** The same for texts that repeat. */
export function repeatedText(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length > LONGEST_KEPT) return freshText(bytes, start, end);
  let hash = length;
  for (let i = start; i < end; i++) {
    if (bytes[i]! - 1 > 126 || bytes[i] === 0) return freshText(bytes, start, end);
    hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
  }
  const slot = (hash ^ (hash >>> 11)) & (SLOTS - 1);
  const known = texts[slot];
  if (known !== undefined && sameText(known, bytes, start, length)) return known;
  return (texts[slot] = asciiText(bytes, start, end));
}

function sameText(text: string, bytes: Uint8Array, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

/** `String(id)` of an unsigned 32-bit id, remembered. */
export function decimalText(id: number): string {
  const slot = (id ^ (id >>> 9) ^ (id >>> 18)) & (SLOTS - 1);
  const known = decimals[slot];
  if (known !== undefined && decimalKeys[slot] === id) return known;
  decimalKeys[slot] = id;
  return (decimals[slot] = String(id));
}

export const utf8Bytes = (text: string): Uint8Array => encoder.encode(text);
