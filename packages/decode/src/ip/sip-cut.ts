// Where SIP messages begin and end in bytes of a stream (RFC 3261 §18.3). Pure questions about bytes; sip-framer.ts asks them as bytes
// arrive.
import { looksLikeSip } from "../sip/looks-like-sip.ts";

/** A start line longer than this, headers longer than that, a message longer than the third, are not waited for. */
export const SIP_STREAM_LIMITS = { startLine: 8 * 1024, headers: 64 * 1024, message: 1024 * 1024 } as const;

const CR = 13;
const LF = 10;
const NUL = 0;
const latin1 = new TextDecoder("latin1");
/** As much of "SIP/" or of a method as has arrived. */
const COULD_START = /^(?:S(?:I(?:P(?:\/|$)|$)|$)|[!#$%&'*+.^_`|~0-9A-Za-z-]+(?: |$))/;
const KNOWN_METHODS = "INVITE|ACK|BYE|CANCEL|OPTIONS|REGISTER|PRACK|UPDATE|INFO|MESSAGE|SUBSCRIBE|NOTIFY|REFER|PUBLISH";
/**
 * A start line, or one at the end of a line that begins otherwise: there only methods that are known, because anything may stand
 * before them.
 */
const LATE_START_LINE = new RegExp(
  `(?:^[A-Za-z0-9.!%*_+\`'~-]{1,64}|${KNOWN_METHODS}) [^ ]{1,4096} SIP\\/2\\.0\\r?$|SIP\\/2\\.0 \\d{3} .*$`,
);
const CONTENT_LENGTH = /^(?:content-length|l)[ \t]*:[ \t]*(\d{1,10})[ \t]*$/im;

/** Number of bytes of keep-alives (CR, LF, NUL) at the begin. */
export function keepAliveLength(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length && (bytes[at] === CR || bytes[at] === LF || bytes[at] === NUL)) at++;
  return at;
}

/** True when the bytes begin with a start line; undefined when that cannot be told yet. */
export function beginsMessage(bytes: Uint8Array): boolean | undefined {
  const lineEnd = bytes.subarray(0, SIP_STREAM_LIMITS.startLine).indexOf(LF);
  if (lineEnd >= 0) return looksLikeSip(bytes.subarray(0, lineEnd + 1));
  return bytes.length < SIP_STREAM_LIMITS.startLine && COULD_START.test(latin1.decode(bytes.subarray(0, 64))) ? undefined : false;
}

/**
 * Looks for a start line in the first line, which may follow a body without a line end. `skip` is what stands before it, or the whole line
 * when there is none; undefined while the line has no end.
 */
export function lateStart(bytes: Uint8Array): { found: boolean; skip: number } | undefined {
  const lineEnd = bytes.indexOf(LF);
  if (lineEnd < 0) return undefined;
  const from = Math.max(lineEnd + 1 - SIP_STREAM_LIMITS.startLine, 0);
  const match = LATE_START_LINE.exec(latin1.decode(bytes.subarray(from, lineEnd)));
  const found = match !== null && looksLikeSip(bytes.subarray(from + match.index, lineEnd + 1));
  return { found, skip: match && found ? from + match.index : lineEnd + 1 };
}

/** Length of the first line with its end; everything when it has none. */
export const lineLength = (bytes: Uint8Array): number => bytes.indexOf(LF) + 1 || bytes.length;

/** Offset of the body, that is behind the first empty line; −1 when there is none yet. Bare LF is accepted. */
export function endOfHeaders(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

/**
 * Length of the message whose body begins at `bodyAt`; it may be more than there is. Content-Length is mandatory on streams; a sender that
 * leaves it out means: up to the next start line, or all that came in one piece.
 */
export function messageLength(bytes: Uint8Array, bodyAt: number): number {
  const match = CONTENT_LENGTH.exec(latin1.decode(bytes.subarray(0, bodyAt)));
  if (match) return bodyAt + Number(match[1]);
  for (let at = bodyAt; at < bytes.length;) {
    const lineEnd = bytes.indexOf(LF, at);
    if (lineEnd < 0) break;
    if (looksLikeSip(bytes.subarray(at, lineEnd + 1))) return at;
    at = lineEnd + 1;
  }
  return bytes.length;
}
