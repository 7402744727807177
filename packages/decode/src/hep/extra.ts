// The rare HEP3 chunks (MAC addresses, MOS, tags, …) between bytes and PacketExtra. Read leniently: a wrong size only skips the chunk.
import type { PacketExtra } from "@sipglass/model";
import { freshText } from "./chunk-text.ts";
import { CHUNK, uint16, uint32 } from "./chunk-type.ts";

type NumberField = { [K in keyof PacketExtra]-?: number extends PacketExtra[K] ? K : never }[keyof PacketExtra];
type TextField = Exclude<keyof PacketExtra, NumberField>;

/** Size in bytes of the rare numeric chunks. */
export const EXTRA_NUMBERS: readonly { type: number; field: NumberField; bytes: 1 | 2 | 4 }[] = [
  { type: CHUNK.KEEP_ALIVE, field: "keepAliveS", bytes: 2 },
  { type: CHUNK.ETHER_TYPE, field: "etherType", bytes: 2 },
  { type: CHUNK.TCP_FLAGS, field: "tcpFlags", bytes: 1 },
  { type: CHUNK.TOS, field: "tos", bytes: 1 },
  { type: CHUNK.MOS, field: "mos", bytes: 2 },
  { type: CHUNK.R_FACTOR, field: "rFactor", bytes: 2 },
  { type: CHUNK.JITTER, field: "jitter", bytes: 4 },
  { type: CHUNK.TAG_TYPE, field: "tagType", bytes: 2 },
  { type: CHUNK.EVENT_TYPE, field: "eventType", bytes: 2 },
];
export const EXTRA_TEXTS: readonly { type: number; field: TextField }[] = [
  { type: CHUNK.GEO_LOCATION, field: "geoLocation" },
  { type: CHUNK.TRANSACTION_TYPE, field: "transactionType" },
  { type: CHUNK.JSON_KEYS, field: "jsonKeys" },
  { type: CHUNK.TAGS, field: "tags" },
  { type: CHUNK.GROUP_ID, field: "groupId" },
];
export const EXTRA_MACS: readonly { type: number; field: "srcMac" | "dstMac" }[] = [
  { type: CHUNK.SRC_MAC, field: "srcMac" },
  { type: CHUNK.DST_MAC, field: "dstMac" },
];

/** `extra` with the chunk `bytes[start, end)` of this type added; `extra` itself when the type is unknown or the size is wrong. */
export function addExtra(
  extra: PacketExtra | undefined,
  type: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): PacketExtra | undefined {
  const numeric = EXTRA_NUMBERS.find((entry) => entry.type === type);
  if (numeric) {
    const value = unsigned(bytes, start, end);
    return value === undefined ? extra : { ...extra, [numeric.field]: value };
  }
  const text = EXTRA_TEXTS.find((entry) => entry.type === type);
  if (text) return { ...extra, [text.field]: freshText(bytes, start, end) };
  const mac = EXTRA_MACS.find((entry) => entry.type === type);
  const address = mac ? macText(bytes, start, end) : undefined;
  return mac && address !== undefined ? { ...extra, [mac.field]: address } : extra;
}

function unsigned(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start === 1) return bytes[start]!;
  if (end - start === 2) return uint16(bytes, start);
  return end - start === 4 ? uint32(bytes, start) : undefined;
}

/** The document says uint64: six bytes of address, two of zero before them; some senders put them behind or leave them out. */
function macText(bytes: Uint8Array, start: number, end: number): string | undefined {
  const length = end - start;
  if (length !== 6 && length !== 8) return undefined;
  const from = length === 8 && bytes[start] === 0 && bytes[start + 1] === 0 ? start + 2 : start;
  return Array.from(bytes.subarray(from, from + 6), (byte) => byte.toString(16).padStart(2, "0")).join(":");
}
