// Numbers of the HEP3 generic chunks (vendor 0), as of revision 37 of the HEP document.

export const CHUNK = {
  FAMILY: 0x01, PROTOCOL: 0x02, SRC_IPV4: 0x03, DST_IPV4: 0x04, SRC_IPV6: 0x05, DST_IPV6: 0x06, SRC_PORT: 0x07, DST_PORT: 0x08,
  SECONDS: 0x09, MICROSECONDS: 0x0a, PAYLOAD_TYPE: 0x0b, AGENT_ID: 0x0c, KEEP_ALIVE: 0x0d, AUTH_KEY: 0x0e, PAYLOAD: 0x0f,
  COMPRESSED_PAYLOAD: 0x10, CORRELATION_ID: 0x11, VLAN: 0x12, AGENT_NAME: 0x13, SRC_MAC: 0x14, DST_MAC: 0x15, ETHER_TYPE: 0x16,
  TCP_FLAGS: 0x17, TOS: 0x18, MOS: 0x20, R_FACTOR: 0x21, GEO_LOCATION: 0x22, JITTER: 0x23, TRANSACTION_TYPE: 0x24, JSON_KEYS: 0x25,
  TAGS: 0x26, TAG_TYPE: 0x27, EVENT_TYPE: 0x28, GROUP_ID: 0x29,
} as const;

/** Numbers of AF_INET and AF_INET6 on Linux, which HEP took over. */
export const FAMILY_IPV4 = 2;
export const FAMILY_IPV6 = 10;

/** "HEP3" and the total length. */
export const HEADER_BYTES = 6;
/** Vendor, type and length of a chunk. */
export const CHUNK_HEADER_BYTES = 6;
/** The total length is 16 bits wide. */
export const LARGEST_FRAME_BYTES = 65535;

/** True when "HEP3" stands at `at`. */
export function isHep3(bytes: Uint8Array, at = 0): boolean {
  return bytes[at] === 0x48 && bytes[at + 1] === 0x45 && bytes[at + 2] === 0x50 && bytes[at + 3] === 0x33;
}

export const uint16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
export const uint32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
