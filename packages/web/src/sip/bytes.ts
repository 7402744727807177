// The bytes of a message whose text came as UTF-8 where it is valid, else with a character a byte; and bytes as people read them.
import { parseSip } from "@sipglass/decode";

/** Where both readings are possible, the one that agrees with Content-Length. */
export function bytesOf(raw: string): Uint8Array {
  const utf8 = new TextEncoder().encode(raw);
  if (utf8.length === raw.length || hasWide(raw)) return utf8;
  const latin1 = Uint8Array.from(raw, (character) => character.charCodeAt(0));
  const fits = (bytes: Uint8Array): boolean => {
    const parsed = parseSip(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    return parsed.ok && !parsed.value.defects.some((defect) => defect.startsWith("content_length"));
  };
  if (!isUtf8(latin1) || (fits(latin1) && !fits(utf8))) return isUtf8(latin1) || !fits(utf8) ? latin1 : utf8;
  return utf8;
}

const hasWide = (text: string): boolean => /[^\u0000-\u00ff]/.test(text);

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const ROW = 16;

export interface HexRow {
  offset: string;
  hex: string;
  text: string;
}

export function hexRows(bytes: Uint8Array): HexRow[] {
  return Array.from({ length: Math.ceil(bytes.length / ROW) }, (_, row) => {
    const part = [...bytes.subarray(row * ROW, (row + 1) * ROW)];
    return {
      offset: (row * ROW).toString(16).padStart(4, "0"),
      hex: part.map((byte, i) => `${i === ROW / 2 ? " " : ""}${byte.toString(16).padStart(2, "0")}`).join(" "),
      text: part.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "·")).join(""),
    };
  });
}
