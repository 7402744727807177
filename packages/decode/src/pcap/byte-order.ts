// Reading unsigned numbers out of bytes in the order that the writer of a capture used. Callers check lengths first.

export interface ByteOrder {
  u16(bytes: Uint8Array, at: number): number;
  u32(bytes: Uint8Array, at: number): number;
}

export const BIG_ENDIAN: ByteOrder = {
  u16: (b, at) => (b[at]! << 8) | b[at + 1]!,
  u32: (b, at) => ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0,
};

export const LITTLE_ENDIAN: ByteOrder = {
  u16: (b, at) => b[at]! | (b[at + 1]! << 8),
  u32: (b, at) => (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0,
};
