// SIP is scanned as Latin-1 text, one character a byte, so that offsets are byte offsets. Here: bytes → Latin-1 → what people read.

const CHUNK = 8192;

/** One character a byte. In Node, `Buffer.latin1Slice` does the same faster; this one runs anywhere. */
export function toLatin1(bytes: Uint8Array): string {
  if (bytes.length <= CHUNK) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + CHUNK) as unknown as number[]);
  return text;
}

const HIGH = /[\x80-\xff]/;
/** Well-formed UTF-8 sequences of two to four bytes (RFC 3629 §4), as Latin-1 characters. */
const SEQUENCE = new RegExp(
  [
    /[\xc2-\xdf][\x80-\xbf]/, /\xe0[\xa0-\xbf][\x80-\xbf]/, /[\xe1-\xec\xee\xef][\x80-\xbf]{2}/, /\xed[\x80-\x9f][\x80-\xbf]/,
    /\xf0[\x90-\xbf][\x80-\xbf]{2}/, /[\xf1-\xf3][\x80-\xbf]{3}/, /\xf4[\x80-\x8f][\x80-\xbf]{2}/,
  ].map(({ source }) => source).join("|"),
  "g",
);

/** UTF-8 sequences decoded where they are valid, every other byte left as the Latin-1 character that it is. */
export function utf8Text(latin1: string): string {
  return HIGH.test(latin1) ? latin1.replace(SEQUENCE, decodeSequence) : latin1;
}

function decodeSequence(bytes: string): string {
  const first = bytes.charCodeAt(0);
  let code = bytes.length === 2 ? first & 0x1f : bytes.length === 3 ? first & 0x0f : first & 0x07;
  for (let i = 1; i < bytes.length; i++) code = (code << 6) | (bytes.charCodeAt(i) & 0x3f);
  return String.fromCodePoint(code);
}

/**
 * The same text without its parent. A slice of a message keeps the whole message in memory; what is remembered longer than the message
 * (a Call-ID, a tag, a branch) is detached first. V8 makes the sum flat before it cuts it, so only this text is kept; 12 characters are
 * always copied.
 */
export const detached = (text: string): string => (text.length < 13 ? text : ` ${text}`.slice(1));
