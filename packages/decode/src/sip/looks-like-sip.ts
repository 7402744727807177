// Is this SIP? Asked of payloads without a type, of what follows a message in one payload, and of TCP streams: the first line decides.

const LONGEST_START_LINE = 8192;
const LONGEST_METHOD = 64;
const SIP = [0x53, 0x49, 0x50, 0x2f];

/** True when the bytes begin with a start line of SIP, after empty lines; a request's line must be complete. */
export function looksLikeSip(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length && (bytes[at] === 13 || bytes[at] === 10)) at++;
  return looks((i) => bytes[i], at, bytes.length);
}

/** The same for Latin-1 text at `at`, where the start line must begin exactly. */
export function looksLikeSipAt(text: string, at: number): boolean {
  return looks((i) => text.charCodeAt(i), at, text.length);
}

function looks(codeAt: (i: number) => number | undefined, at: number, length: number): boolean {
  if (isSipVersion(codeAt, at)) return true;
  let i = at;
  const methodEnd = Math.min(at + LONGEST_METHOD, length);
  while (i < methodEnd && isMethodChar(codeAt(i) ?? 0)) i++;
  if (i === at || codeAt(i) !== 32) return false;
  const end = Math.min(at + LONGEST_START_LINE, length);
  let lastSpace = i;
  let lf = i;
  for (; lf < end && codeAt(lf) !== 10; lf++) if (codeAt(lf) === 32 && (codeAt(lf + 1) ?? 0) > 32) lastSpace = lf;
  return lf < end && lastSpace > i && isSipVersion(codeAt, lastSpace + 1);
}

function isSipVersion(codeAt: (i: number) => number | undefined, at: number): boolean {
  for (let i = 0; i < SIP.length; i++) if (codeAt(at + i) !== SIP[i]) return false;
  const digit = codeAt(at + SIP.length) ?? 0;
  return digit >= 48 && digit <= 57;
}

/** Tokens of RFC 3261 §25.1. */
function isMethodChar(code: number): boolean {
  return (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 122) || "-.!%*_+`'~".includes(String.fromCharCode(code));
}
