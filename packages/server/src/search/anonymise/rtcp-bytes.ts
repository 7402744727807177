// RTCP in bytes under other names: CNAMEs and other descriptions (RFC 3550 §6.5), reasons of BYE, and what applications put into APP.

const [SDES, BYE, APP] = [202, 203, 204] as const;
const APP_HEAD = 12;

/** Lengths stay: `rename` gives as many characters as it takes. */
export function anonymousRtcp(payload: Uint8Array, rename: (words: string) => string): Uint8Array {
  const bytes = Buffer.from(payload);
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = Math.min(bytes.length, at + 4 * (bytes.readUInt16BE(at + 2) + 1));
    const [count, type] = [(bytes[at] ?? 0) & 31, bytes[at + 1] ?? 0];
    if (type === SDES) renameItems(bytes, at + 4, end, rename);
    else if (type === BYE) renameText(bytes, at + 4 + 4 * count, end, rename);
    else if (type === APP) bytes.fill(0, Math.min(end, at + APP_HEAD), end);
    at = end;
  }
  return bytes;
}

/** Chunks of SSRC and items; an item is type, length, text; a zero ends the chunk at the next multiple of four. */
function renameItems(bytes: Buffer, from: number, end: number, rename: (words: string) => string): void {
  for (let at = from; at + 4 < end;) {
    const chunk = at;
    at += 4;
    while (at + 1 < end && bytes[at] !== 0) at = renameText(bytes, at + 1, end, rename);
    at = chunk + ((at - chunk + 4) & ~3);
  }
}

/** Length and text; gives where the text ends. */
function renameText(bytes: Buffer, at: number, end: number, rename: (words: string) => string): number {
  if (at >= end) return end;
  const last = Math.min(end, at + 1 + (bytes[at] ?? 0));
  const renamed = rename(bytes.toString("latin1", at + 1, last));
  bytes.write(renamed.slice(0, last - at - 1), at + 1, "latin1");
  return last;
}
