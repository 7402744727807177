// Which shard a frame goes to: SIP by Call-ID, what carries a correlation id by that, everything else by its sender. All messages of
// one Call-ID must meet in one tracker, however the header is spelled and whatever framed it.
import { inflateAny } from "./inflate.ts";
import { decodeHep } from "@sipglass/decode";
import { PAYLOAD_TYPE } from "@sipglass/model";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

export function shardOf(frame: Uint8Array, peer: string, shards: number): number {
  return shards === 1 ? 0 : routeHash(frame, peer) % shards;
}

function routeHash(frame: Uint8Array, peer: string): number {
  const plain = frame[0] === 0x48 ? routeOfHep3(frame) : undefined;
  return plain ?? routeOfOther(frame) ?? hashText(peer);
}

/** HEP3 without decoding it all: undefined when there is no plain payload to read. */
function routeOfHep3(frame: Uint8Array): number | undefined {
  let type = 0;
  let correlation: Uint8Array | undefined;
  let payload: Uint8Array | undefined;
  for (let at = 6; at + 6 <= frame.length; ) {
    const vendor = (frame[at]! << 8) | frame[at + 1]!;
    const chunk = (frame[at + 2]! << 8) | frame[at + 3]!;
    const length = (frame[at + 4]! << 8) | frame[at + 5]!;
    if (length < 6 || at + length > frame.length) return undefined;
    if (vendor === 0) {
      if (chunk === 0x0b) type = frame[at + 6] ?? 0;
      else if (chunk === 0x11) correlation = frame.subarray(at + 6, at + length);
      else if (chunk === 0x0f) payload = frame.subarray(at + 6, at + length);
    }
    at += length;
  }
  if (type === PAYLOAD_TYPE.SIP) return payload && hashOfCallId(payload);
  return correlation && correlation.length > 0 ? hashBytes(correlation, 0, correlation.length) : undefined;
}

function routeOfOther(frame: Uint8Array): number | undefined {
  const decoded = decodeHep(frame, { inflate: inflateAny });
  if (!decoded.ok) return undefined;
  const { payloadType, payload, correlationId } = decoded.value;
  if (payloadType === PAYLOAD_TYPE.SIP) return hashOfCallId(payload);
  return correlationId === "" ? undefined : hashText(correlationId);
}

/** FNV-1a of the Call-ID header's value (`Call-ID` or `i`, any case, trimmed); undefined when there is none. */
export function hashOfCallId(payload: Uint8Array): number | undefined {
  for (let line = nextLine(payload, 0); line < payload.length; line = nextLine(payload, line)) {
    const first = payload[line]! | 0x20;
    if (first === 0x63 /* c */ || first === 0x69 /* i */) {
      const value = callIdValueAt(payload, line, first);
      if (value > 0) return hashValue(payload, value);
    } else if (first === 0x2d || payload[line] === 0x0d || payload[line] === 0x0a) return undefined;
  }
  return undefined;
}

/** Offset just after the next line feed; payload.length at the end. */
function nextLine(payload: Uint8Array, from: number): number {
  const feed = payload.indexOf(0x0a, from);
  return feed < 0 ? payload.length : feed + 1;
}

const CALL_ID = Array.from("call-id", (letter) => letter.charCodeAt(0));

/** Offset after the colon when the line at `at` is a Call-ID header, else 0. */
function callIdValueAt(payload: Uint8Array, at: number, first: number): number {
  let after = at + 1;
  if (first === 0x63) {
    for (let i = 1; i < CALL_ID.length; i += 1) if ((payload[at + i]! | 0x20) !== CALL_ID[i]) return 0;
    after = at + CALL_ID.length;
  }
  while (payload[after] === 0x20 || payload[after] === 0x09) after += 1;
  return payload[after] === 0x3a ? after + 1 : 0;
}

function hashValue(payload: Uint8Array, from: number): number {
  let start = from;
  while (payload[start] === 0x20 || payload[start] === 0x09) start += 1;
  let end = payload.indexOf(0x0a, start);
  if (end < 0) end = payload.length;
  while (end > start && payload[end - 1]! <= 0x20) end -= 1;
  return hashBytes(payload, start, end);
}

function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = FNV_OFFSET;
  for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ bytes[i]!, FNV_PRIME);
  return hash >>> 0;
}

/** FNV-1a of Latin-1 text: equals the hash of the same bytes. */
export function hashText(text: string): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ (text.charCodeAt(i) & 0xff), FNV_PRIME);
  return hash >>> 0;
}
