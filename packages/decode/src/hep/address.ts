// IP addresses between bytes and text: dotted IPv4, RFC 5952 IPv6, IPv4-mapped IPv6 shown dotted. Frames of one site repeat a few hundred
// addresses, so texts are remembered in two small direct-mapped tables: bounded by construction, no eviction, no allocation on a hit.

const V4_SLOTS = 4096;
const v4Keys = new Int32Array(V4_SLOTS);
const v4Texts: (string | undefined)[] = new Array<string | undefined>(V4_SLOTS).fill(undefined);
const V6_SLOTS = 1024;
const v6Keys = new Int32Array(V6_SLOTS * 4);
const v6Texts: (string | undefined)[] = new Array<string | undefined>(V6_SLOTS).fill(undefined);

const word = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;

/** Text of the four bytes at `at`; the caller has checked that they are there. */
export function formatIpv4(bytes: Uint8Array, at = 0): string {
  const key = word(bytes, at);
  const slot = (key ^ (key >>> 12) ^ (key >>> 24)) & (V4_SLOTS - 1);
  const known = v4Texts[slot];
  if (known !== undefined && v4Keys[slot] === key) return known;
  const text = `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
  v4Keys[slot] = key;
  v4Texts[slot] = text;
  return text;
}

/** Text of the sixteen bytes at `at` in RFC 5952 form without brackets; ::ffff:a.b.c.d is written a.b.c.d. */
export function formatIpv6(bytes: Uint8Array, at = 0): string {
  const a = word(bytes, at);
  const b = word(bytes, at + 4);
  const c = word(bytes, at + 8);
  const d = word(bytes, at + 12);
  const mix = Math.imul(a ^ Math.imul(b, 31) ^ Math.imul(c, 131) ^ d, 0x9e3779b1);
  const slot = (mix ^ (mix >>> 15)) & (V6_SLOTS - 1);
  const known = v6Texts[slot];
  const k = slot * 4;
  if (known !== undefined && v6Keys[k] === a && v6Keys[k + 1] === b && v6Keys[k + 2] === c && v6Keys[k + 3] === d) return known;
  const text = a === 0 && b === 0 && c === 0xffff ? formatIpv4(bytes, at + 12) : longText(bytes, at);
  v6Keys[k] = a;
  v6Keys[k + 1] = b;
  v6Keys[k + 2] = c;
  v6Keys[k + 3] = d;
  v6Texts[slot] = text;
  return text;
}

/** RFC 5952 §4: no leading zeros, lower case, the first longest run of two or more zero groups becomes "::". */
function longText(bytes: Uint8Array, at: number): string {
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[at + 2 * i]! << 8) | bytes[at + 2 * i + 1]!);
  let bestAt = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups[i + length] === 0) length++;
    if (length > bestLength) {
      bestAt = i;
      bestLength = length;
    }
    i += length;
  }
  const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(":");
  return bestAt < 0 ? hex(groups) : `${hex(groups.slice(0, bestAt))}::${hex(groups.slice(bestAt + bestLength))}`;
}

/** 4 or 16 bytes of an address in text (IPv6 with or without brackets, zone ignored); undefined when it is none. */
export function parseIp(text: string): Uint8Array | undefined {
  let bare = text;
  if (bare.startsWith("[") && bare.endsWith("]")) bare = bare.slice(1, -1);
  if (!bare.includes(":")) return parseIpv4(bare);
  const zone = bare.indexOf("%");
  return parseIpv6(zone < 0 ? bare : bare.slice(0, zone));
}

const DOTTED = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

function parseIpv4(text: string): Uint8Array | undefined {
  const match = DOTTED.exec(text);
  if (!match) return undefined;
  const bytes = new Uint8Array(4);
  for (let i = 0; i < 4; i++) {
    const value = Number(match[i + 1]);
    if (value > 255) return undefined;
    bytes[i] = value;
  }
  return bytes;
}

function parseIpv6(text: string): Uint8Array | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1]!, true) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const bytes = new Uint8Array(16);
  [...head, ...new Array<number>(missing).fill(0), ...tail].forEach((group, i) => {
    bytes[2 * i] = group >> 8;
    bytes[2 * i + 1] = group & 255;
  });
  return bytes;
}

const GROUP = /^[0-9a-fA-F]{1,4}$/;

/** The 16-bit groups of `a:b:c`; a dotted quad may be the last one where `atEnd` (RFC 4291 §2.2). */
function groupsOf(text: string, atEnd: boolean): number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const groups: number[] = [];
  for (const [i, part] of parts.entries()) {
    if (GROUP.test(part)) groups.push(Number.parseInt(part, 16));
    else {
      const quad = atEnd && i === parts.length - 1 ? parseIpv4(part) : undefined;
      if (!quad) return undefined;
      groups.push((quad[0]! << 8) | quad[1]!, (quad[2]! << 8) | quad[3]!);
    }
  }
  return groups;
}
