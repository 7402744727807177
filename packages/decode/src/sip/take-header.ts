// One header line of a message being parsed: recognised by its first letter, then taken into the message or checked. Lines of other
// headers cost a glance at one character.
import type { SipMessage } from "@sipglass/model";
import { checkAddress, checkSeparators, noteDefect } from "./address-check.ts";
import { isBlank, trimmedEnd, trimmedStart, valueText } from "./header-line.ts";
import { parameterOf, splitAtCommas } from "./parameters.ts";
import { isPlainVia, plainParameter } from "./plain-values.ts";

/** The scan's own memory, beside the message that it fills. */
export interface HeaderScan {
  readonly message: SipMessage;
  /** The value at hand is `text[start, end)`: the message's own text, or a copy without folds. */
  text: string;
  start: number;
  end: number;
  /** −1: none, or none that can be believed. */
  contentLength: number;
  /** Headers that may stand once: From 1, To 2, Call-ID 4, CSeq 8, Content-Length 16, Content-Type 32, Max-Forwards 64. */
  seen: number;
}

const COLON = 58;

/** Takes the header in the message's `text[at, end)`; `end` is the offset of its last LF. */
export function takeHeader(scan: HeaderScan, at: number, end: number, isFolded: boolean): void {
  switch (scan.message.text.charCodeAt(at) | 32) {
    case 99: // c
      if (setValue(scan, at, end, "call-id", isFolded)) takeCallId(scan);
      else if (setValue(scan, at, end, "cseq", isFolded)) takeCseq(scan);
      else if (setValue(scan, at, end, "content-length", isFolded)) takeContentLength(scan);
      else if (setValue(scan, at, end, "content-type", isFolded) || setValue(scan, at, end, "c", isFolded)) takeContentType(scan);
      else if (setValue(scan, at, end, "contact", isFolded)) takeContact(scan);
      return;
    case 118: // v
      if (setValue(scan, at, end, "via", isFolded) || setValue(scan, at, end, "v", isFolded)) takeVia(scan);
      return;
    case 102: // f
      if (setValue(scan, at, end, "from", isFolded) || setValue(scan, at, end, "f", isFolded)) takeFrom(scan);
      return;
    case 116: // t
      if (setValue(scan, at, end, "to", isFolded) || setValue(scan, at, end, "t", isFolded)) takeTo(scan);
      return;
    case 105: // i
      if (setValue(scan, at, end, "i", isFolded)) takeCallId(scan);
      return;
    case 108: // l
      if (setValue(scan, at, end, "l", isFolded)) takeContentLength(scan);
      return;
    case 109: // m
      if (setValue(scan, at, end, "max-forwards", isFolded)) takeMaxForwards(scan);
      else if (setValue(scan, at, end, "m", isFolded)) takeContact(scan);
      return;
    case 101: // e
      if (setValue(scan, at, end, "expires", isFolded) && !isUint32(valueOf(scan))) noteDefect(scan.message.defects, "bad_expires");
      return;
    case 100: // d
      if (setValue(scan, at, end, "date", isFolded) && !valueOf(scan).endsWith(" GMT")) noteDefect(scan.message.defects, "bad_date");
      return;
  }
}

/**
 * True when the name before the colon is `name` (lower case; its first letter is known to fit), in any case and with blanks before the
 * colon; the scan then holds the value.
 */
function setValue(scan: HeaderScan, at: number, end: number, name: string, isFolded: boolean): boolean {
  const { text } = scan.message;
  let colon = at + name.length;
  if (colon >= end) return false;
  for (let i = 1; i < name.length; i++) if ((text.charCodeAt(at + i) | 32) !== name.charCodeAt(i)) return false;
  while (colon < end && isBlank(text.charCodeAt(colon))) colon++;
  if (text.charCodeAt(colon) !== COLON) return false;
  if (isFolded) {
    scan.text = valueText(text, colon + 1, end);
    scan.start = 0;
    scan.end = scan.text.length;
  } else {
    scan.text = text;
    scan.start = trimmedStart(text, colon + 1, end);
    scan.end = trimmedEnd(text, scan.start, end);
  }
  return true;
}

const valueOf = (scan: HeaderScan): string => scan.text.slice(scan.start, scan.end);

/** True the first time; later ones are noted as duplicates and do not count. */
function isFirst(scan: HeaderScan, bit: number): boolean {
  const first = (scan.seen & bit) === 0;
  if (!first) noteDefect(scan.message.defects, "duplicate_header");
  scan.seen |= bit;
  return first;
}

function takeFrom(scan: HeaderScan): void {
  if (!isFirst(scan, 1)) return;
  const { message, text, start, end } = scan;
  message.from = valueOf(scan);
  const parametersAt = checkAddress(text, start, end, "bad_from", message.defects);
  message.fromTag = parameterOf(text, "tag", parametersAt, end) ?? "";
}

function takeTo(scan: HeaderScan): void {
  if (!isFirst(scan, 2)) return;
  const { message, text, start, end } = scan;
  message.to = valueOf(scan);
  const parametersAt = checkAddress(text, start, end, "bad_to", message.defects);
  message.toTag = parameterOf(text, "tag", parametersAt, end) ?? "";
}

function takeCallId(scan: HeaderScan): void {
  if (!isFirst(scan, 4)) return;
  scan.message.callId = valueOf(scan);
  if (scan.start === scan.end) noteDefect(scan.message.defects, "missing_call_id");
}

/** RFC 3261 §8.1.1.5: less than 2³¹. A number beyond 32 bits is not kept: it would not be the one that was sent. */
function takeCseq(scan: HeaderScan): void {
  if (!isFirst(scan, 8)) return;
  const { message, text, start, end } = scan;
  let at = start;
  let number = 0;
  for (; at < end; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    number = number * 10 + digit;
  }
  const methodAt = trimmedStart(text, at, end);
  const method = text.slice(methodAt, end);
  message.cseq = number > 0xffffffff ? 0 : number;
  message.cseqMethod = method === message.method ? message.method : method;
  if (at === start || methodAt === at || number >= 2 ** 31 || methodAt === end || method.includes(" "))
    noteDefect(message.defects, "bad_cseq");
}

function takeContentLength(scan: HeaderScan): void {
  const { defects } = scan.message;
  const length = smallNumber(scan);
  if (length < 0) noteDefect(defects, badLength(valueOf(scan)));
  if ((scan.seen & 16) === 0) scan.contentLength = length;
  else if (length !== scan.contentLength) {
    scan.contentLength = -1;
    noteDefect(defects, "content_length_conflict");
  }
  scan.seen |= 16;
}

function badLength(text: string): "content_length_negative" | "content_length_too_large" | "content_length_conflict" {
  if (text.startsWith("-")) return "content_length_negative";
  return /^\d+$/.test(text) ? "content_length_too_large" : "content_length_conflict";
}

/** The value as a number of at most nine digits; −1 when it is none. */
function smallNumber({ text, start, end }: HeaderScan): number {
  if (start === end || end - start > 9) return -1;
  let number = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

function takeContentType(scan: HeaderScan): void {
  if (isFirst(scan, 32)) scan.message.contentType = valueOf(scan);
}

function takeMaxForwards(scan: HeaderScan): void {
  if (!isFirst(scan, 64)) return;
  const hops = smallNumber(scan);
  if (hops < 0 || hops > 255) noteDefect(scan.message.defects, "bad_max_forwards");
}

const isUint32 = (text: string): boolean => /^\d+$/.test(text) && Number(text) <= 0xffffffff;

function takeContact(scan: HeaderScan): void {
  const { message, text, start, end } = scan;
  if (end - start === 1 && text.charCodeAt(start) === 42) return;
  const comma = text.indexOf(",", start);
  if (comma < 0 || comma >= end) return checkContact(message, text, start, end);
  const contact = valueOf(scan);
  checkSeparators(contact, 0, contact.length, "bad_contact", message.defects);
  for (const one of splitAtCommas(contact)) checkContact(message, one, 0, one.length);
}

function checkContact(message: SipMessage, text: string, start: number, end: number): void {
  const parametersAt = checkAddress(text, start, end, "bad_contact", message.defects);
  const expires = parametersAt < end ? parameterOf(text, "expires", parametersAt, end) : undefined;
  if (expires !== undefined && !isUint32(expires)) noteDefect(message.defects, "bad_expires");
}

/** Topmost value: branch and sent-by. All values: counted and checked for empty parts. */
function takeVia(scan: HeaderScan): void {
  const { message, text, start, end } = scan;
  if (isPlainVia(text, start, end)) return takePlainVia(scan);
  if (start === end) return noteDefect(message.defects, "bad_via");
  checkSeparators(text, start, end, "bad_via", message.defects);
  const comma = text.indexOf(",", start);
  if (comma < 0 || comma >= end) {
    if (message.viaCount++ === 0) takeTopVia(message, text, start, end);
    return;
  }
  const values = splitAtCommas(valueOf(scan));
  if (message.viaCount === 0 && values.length > 0) takeTopVia(message, values[0]!, 0, values[0]!.length);
  message.viaCount += values.length;
}

function takePlainVia({ message, text, start, end }: HeaderScan): void {
  if (message.viaCount++ > 0) return;
  const space = text.indexOf(" ", start);
  const semicolon = text.indexOf(";", space);
  message.viaSentBy = text.slice(space + 1, semicolon < 0 || semicolon > end ? end : semicolon);
  message.branch = plainParameter(text, ";branch=", space, end) ?? parameterOf(text, "branch", space, end) ?? "";
  if (message.branch === COOKIE) noteDefect(message.defects, "bad_via");
}

/** An empty branch behind the magic cookie (RFC 4475 §3.2.1) identifies nothing. */
const COOKIE = "z9hG4bK";

function takeTopVia(message: SipMessage, text: string, start: number, end: number): void {
  let semicolon = start;
  while (semicolon < end && text.charCodeAt(semicolon) !== 59) semicolon++;
  message.branch = parameterOf(text, "branch", semicolon, end) ?? "";
  message.viaSentBy = sentBy(text, start, semicolon);
  if (message.viaSentBy === "" || message.branch === COOKIE) noteDefect(message.defects, "bad_via");
}

/** What stands after the second slash and the transport's name, blanks around its colon removed. */
function sentBy(text: string, start: number, end: number): string {
  let at = start;
  let slashes = 0;
  while (at < end && slashes < 2) if (text.charCodeAt(at++) === 47) slashes++;
  at = trimmedStart(text, at, end);
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  const from = trimmedStart(text, at, end);
  const host = text.slice(from, trimmedEnd(text, from, end));
  return host.includes(" ") || host.includes("\t") ? host.replaceAll(/[ \t]/g, "") : host;
}
