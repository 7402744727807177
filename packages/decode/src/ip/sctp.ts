// SCTP (RFC 9260): the user messages in its DATA chunks. SIP over SCTP (RFC 4168) puts one SIP message in each.
import { concatBytes, u16, u32 } from "./network-bytes.ts";

export interface SctpMessages {
  /** User messages that this packet completes; undefined when it is no SCTP. `key` names the hosts. */
  read(key: string, b: Uint8Array): Uint8Array[] | undefined;
}

const DATA = 0;
const ENDING = 1;
const BEGINNING = 2;
const OPEN_LIMIT = 1024;
const LARGEST_MESSAGE_BYTES = 1024 * 1024;

interface Unfinished {
  nextTsn: number;
  parts: Uint8Array[];
  bytes: number;
}

/** Fragmented user messages are joined while their chunks come in order; otherwise they are dropped. */
export function createSctpMessages(): SctpMessages {
  const unfinished = new Map<string, Unfinished>();

  function fragment(key: string, flags: number, tsn: number, bytes: Uint8Array): Uint8Array | undefined {
    const known = unfinished.get(key);
    unfinished.delete(key);
    const begins = (flags & BEGINNING) !== 0;
    if (!begins && (!known || known.nextTsn !== tsn || known.bytes > LARGEST_MESSAGE_BYTES)) return undefined;
    const parts = [...(begins ? [] : known!.parts), bytes.slice()];
    if ((flags & ENDING) !== 0) return concatBytes(parts);
    if (unfinished.size < OPEN_LIMIT)
      unfinished.set(key, { nextTsn: (tsn + 1) >>> 0, parts, bytes: (begins ? 0 : known!.bytes) + bytes.length });
    return undefined;
  }

  return {
    read(key, b) {
      if (b.length < 12) return undefined;
      const ends = `${key} ${u16(b, 0)}>${u16(b, 2)}`;
      const messages: Uint8Array[] = [];
      for (let at = 12; at + 4 <= b.length;) {
        const length = u16(b, at + 2);
        if (length < 4) return undefined;
        if (b[at] === DATA && length > 16 && at + 16 <= b.length) {
          const flags = b[at + 1]! & (BEGINNING | ENDING);
          const bytes = b.subarray(at + 16, at + length);
          const whole = flags === (BEGINNING | ENDING) ? bytes : fragment(`${ends}/${u16(b, at + 8)}`, flags, u32(b, at + 4), bytes);
          if (whole) messages.push(whole);
        }
        at += (length + 3) & ~3;
      }
      return messages;
    },
  };
}
