// MAC addresses between bytes and text (aa:bb:cc:dd:ee:ff).

const HEX_OCTETS = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));

export function macText(bytes: Uint8Array, at: number): string {
  let text = HEX_OCTETS[bytes[at]!]!;
  for (let i = 1; i < 6; i++) text += `:${HEX_OCTETS[bytes[at + i]!]}`;
  return text;
}

/** Undefined when the text is no MAC address. */
export function macBytes(text: string): Uint8Array | undefined {
  return /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i.test(text)
    ? Uint8Array.from(text.split(/[:-]/), (octet) => Number.parseInt(octet, 16))
    : undefined;
}
