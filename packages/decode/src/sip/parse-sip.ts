// A SIP message from its Latin-1 text: one scan over the lines that takes only what tracking needs (Via, From, To, Call-ID, CSeq,
// Content-Type, Content-Length) and looks at the headers that RFC 4475 asks to be checked. All else is read on demand (headers.ts).
import { decoded, refused, type Decoded, type SipMessage } from "@sipglass/model";
import { noteDefect } from "./address-check.ts";
import { takeHeader, type HeaderScan } from "./take-header.ts";
import { CR, foldedEnd, isBlank, LF, lineFeed } from "./header-line.ts";
import { looksLikeSipAt } from "./looks-like-sip.ts";
import { readStartLine } from "./start-line.ts";

export interface ParseSipOptions {
  /** The text is a stream (TCP, TLS): without Content-Length, the message ends where its headers end (RFC 3261 §18.3, §20.14). */
  stream?: boolean;
}

/**
 * The message that begins at `at` (empty lines before it are skipped). Refused only when there is no start line of SIP; whatever is wrong
 * behind it is kept and named in `defects`. Strings of the result are slices that keep `text` alive.
 */
export function parseSip(text: string, at = 0, options?: ParseSipOptions): Decoded<SipMessage> {
  let start = at;
  while (start < text.length && text.charCodeAt(start) <= 32 && !isBlank(text.charCodeAt(start))) start++;
  if (start >= text.length) return refused("empty", at);
  const lf = lineFeed(text, start, text.length);
  const message = emptyMessage(text, Math.min(lf + 1, text.length));
  if (!readStartLine(message, text, start, withoutCr(text, start, lf))) return refused("sip_start_line", start);
  if (lf < text.length && text.charCodeAt(lf - 1) !== CR) message.defects.push("line_feed_only");
  const scan: HeaderScan = { message, text, start: 0, end: 0, contentLength: -1, seen: 0 };
  readHeaders(message, scan);
  endMessage(message, scan.contentLength, options?.stream === true);
  noteMissing(message, scan.seen);
  return decoded(message);
}

const emptyMessage = (text: string, headersAt: number): SipMessage => ({
  isRequest: false,
  method: "",
  requestUri: "",
  statusCode: 0,
  reasonPhrase: "",
  callId: "",
  cseq: 0,
  cseqMethod: "",
  from: "",
  to: "",
  fromTag: "",
  toTag: "",
  branch: "",
  viaSentBy: "",
  viaCount: 0,
  contentType: "",
  text,
  headersAt,
  bodyAt: text.length,
  endAt: text.length,
  defects: [],
});

const withoutCr = (text: string, start: number, lf: number): number => (lf > start && text.charCodeAt(lf - 1) === CR ? lf - 1 : lf);

/** Walks the lines to the empty one and sets `bodyAt`. */
function readHeaders(message: SipMessage, scan: HeaderScan): void {
  const { text } = message;
  const end = text.length;
  let at = message.headersAt;
  while (at < end) {
    const first = text.charCodeAt(at);
    if (first === LF || (first === CR && text.charCodeAt(at + 1) === LF)) {
      message.bodyAt = at + (first === LF ? 1 : 2);
      return;
    }
    let lf = lineFeed(text, at, end);
    if (lf < end && text.charCodeAt(lf - 1) !== CR) noteDefect(message.defects, "line_feed_only");
    const isFolded = lf + 1 < end && isBlank(text.charCodeAt(lf + 1));
    if (isFolded) lf = foldedEnd(text, lf, end);
    takeHeader(scan, at, lf, isFolded);
    at = lf + 1;
  }
  message.bodyAt = end;
  noteDefect(message.defects, "no_header_end");
}

/** Where the message ends: by Content-Length when it can be believed, else at the end of the text (or of the headers, in a stream). */
function endMessage(message: SipMessage, contentLength: number, stream: boolean): void {
  const rest = message.text.length - message.bodyAt;
  if (contentLength < 0) {
    if (stream || isFollowed(message)) message.endAt = message.bodyAt;
    return;
  }
  if (contentLength > rest) {
    noteDefect(message.defects, "content_length_too_large");
    if (!stream) message.endAt = nextMessageAt(message);
  } else {
    message.endAt = message.bodyAt + contentLength;
    if (!stream && contentLength < rest && !isPadding(message.text, message.endAt)) noteDefect(message.defects, "content_length_too_small");
  }
}

/** A body of which a part was lost must not take along the message that came after: it may be another call's. Bodies that are messages themselves stay whole. */
function nextMessageAt({ text, bodyAt, contentType }: SipMessage): number {
  if (/^(?:message|multipart)\//i.test(contentType)) return text.length;
  for (let at = text.indexOf("SIP/2.0", bodyAt); at >= 0; at = text.indexOf("SIP/2.0", at + 1)) {
    const line = Math.max(bodyAt, text.lastIndexOf("\n", at) + 1);
    if (looksLikeSipAt(text, line)) return line;
  }
  return text.length;
}

/** Neither length nor type of a body is given, and another message begins: senders that mirror TCP segments do that. */
function isFollowed({ contentType, text, bodyAt }: SipMessage): boolean {
  return contentType === "" && bodyAt < text.length && isPadding(text, bodyAt);
}

/** What may follow a datagram's message without harm: line ends, blanks, NULs, or another message. */
function isPadding(text: string, at: number): boolean {
  let i = at;
  while (i < text.length && text.charCodeAt(i) <= 32) i++;
  return i === text.length || looksLikeSipAt(text, i);
}

const REQUIRED = [
  ["from", "missing_from"],
  ["to", "missing_to"],
  ["callId", "missing_call_id"],
  ["cseqMethod", "missing_cseq"],
] as const;

function noteMissing(message: SipMessage, seen: number): void {
  for (let i = 0; i < REQUIRED.length; i++) if ((seen & (1 << i)) === 0) noteDefect(message.defects, REQUIRED[i]![1]);
  if (message.viaCount === 0) noteDefect(message.defects, "missing_via");
  if (message.isRequest && message.cseqMethod !== "" && message.cseqMethod !== message.method)
    noteDefect(message.defects, "cseq_method_mismatch");
}
