// The Internet checksum (RFC 1071): one's complement of the one's complement sum of 16-bit words.

/** Sum of the words of `bytes`, to be continued over other pieces (each but the last of even length). */
export function addWords(bytes: Uint8Array, sum = 0): number {
  let total = sum;
  const even = bytes.length & ~1;
  for (let i = 0; i < even; i += 2) total += (bytes[i]! << 8) | bytes[i + 1]!;
  if (even < bytes.length) total += bytes[even]! << 8;
  return total;
}

export function checksumOf(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}
