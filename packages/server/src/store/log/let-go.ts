// Large buffers that nobody needs any more go back at once: a collector that counts its own heap alone would let sixty megabytes of them gather.

/** Nobody may have a view on it. (Small ones share their memory with other buffers, and stay.) */
export function letGo({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
