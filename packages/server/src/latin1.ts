// Bytes as text, one character a byte: SIP is parsed on such text so that offsets stay byte offsets.

/** Node has it on every Buffer; its types do not name it. It spares the detour over the encoding's name on the hot path. */
interface SliceableBuffer extends Uint8Array {
  latin1Slice?(start: number, end: number): string;
}

export function latin1(bytes: Uint8Array): string {
  return (bytes as SliceableBuffer).latin1Slice?.(0, bytes.length) ?? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
