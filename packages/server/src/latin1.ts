// Bytes as text, one character a byte: SIP is parsed on such text so that offsets stay byte offsets.

/** What every Buffer has and the types do not name. It reads any view on bytes, and spares a Buffer around each payload on the hot path. */
interface Latin1Reader {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
}

const { latin1Slice } = Buffer.prototype as unknown as Latin1Reader;

export function latin1(bytes: Uint8Array): string {
  return latin1Slice.call(bytes, 0, bytes.length);
}
