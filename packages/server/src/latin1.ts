// Bytes as text, one character a byte, without a copy of the bytes: SIP is parsed on such text so that offsets stay byte offsets.

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
