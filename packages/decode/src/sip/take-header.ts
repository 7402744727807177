// One header line of a message being parsed: recognised by its first letter, then taken into the message or checked. Lines of other
// headers cost a glance at one character.
import type { Defect, SipMessage } from "@sipglass/model";
import { checkAddress, checkSeparators, noteDefect } from "./address-check.ts";
import { isBlank, valueText } from "./header-line.ts";
import { parameterOf, parametersAt, splitOutside } from "./parameters.ts";

/** What the scan has to remember beside the message. */
export interface HeaderNotes {
  /** −1: none, or none that can be believed. */
  contentLength: number;
  /** Bits of the headers that may stand once: From 1, To 2, Call-ID 4, CSeq 8, Content-Length 16, Content-Type 32, Max-Forwards 64. */
  seen: number;
}

const COLON = 58;

/** Takes the header in `text[at, end)`; `end` is the offset of its last LF. */
export function takeHeader(message: SipMessage, notes: HeaderNotes, at: number, end: number): void {
  const { text } = message;
  switch (text.charCodeAt(at) | 32) {
    case 99: // c
      if (isNamed(text, at, end, "call-id")) takeCallId(message, notes, value(text, at, end));
      else if (isNamed(text, at, end, "cseq")) takeCseq(message, notes, value(text, at, end));
      else if (isNamed(text, at, end, "content-length")) takeContentLength(message, notes, value(text, at, end));
      else if (isNamed(text, at, end, "content-type") || isNamed(text, at, end, "c")) takeContentType(message, notes, value(text, at, end));
      else if (isNamed(text, at, end, "contact")) takeContact(message, value(text, at, end));
      return;
    case 118: // v
      if (isNamed(text, at, end, "via") || isNamed(text, at, end, "v")) takeVia(message, value(text, at, end));
      return;
    case 102: // f
      if (isNamed(text, at, end, "from") || isNamed(text, at, end, "f")) takeFrom(message, notes, value(text, at, end));
      return;
    case 116: // t
      if (isNamed(text, at, end, "to") || isNamed(text, at, end, "t")) takeTo(message, notes, value(text, at, end));
      return;
    case 105: // i
      if (isNamed(text, at, end, "i")) takeCallId(message, notes, value(text, at, end));
      return;
    case 108: // l
      if (isNamed(text, at, end, "l")) takeContentLength(message, notes, value(text, at, end));
      return;
    case 109: // m
      if (isNamed(text, at, end, "m")) takeContact(message, value(text, at, end));
      else if (isNamed(text, at, end, "max-forwards")) takeMaxForwards(message, notes, value(text, at, end));
      return;
    case 101: // e
      if (isNamed(text, at, end, "expires") && !isUint32(value(text, at, end))) noteDefect(message.defects, "bad_expires");
      return;
    case 100: // d
      if (isNamed(text, at, end, "date") && !/ GMT$/.test(value(text, at, end))) noteDefect(message.defects, "bad_date");
      return;
  }
}

/** True when the name before the colon is `name` (lower case), in any case and with blanks before the colon. */
function isNamed(text: string, at: number, end: number, name: string): boolean {
  const nameEnd = at + name.length;
  if (nameEnd >= end) return false;
  for (let i = 1; i < name.length; i++) if ((text.charCodeAt(at + i) | 32) !== name.charCodeAt(i)) return false;
  let i = nameEnd;
  while (i < end && isBlank(text.charCodeAt(i))) i++;
  return text.charCodeAt(i) === COLON;
}

/** The value after the colon; a header that was recognised has one. */
const value = (text: string, at: number, end: number): string => valueText(text, text.indexOf(":", at) + 1, end);

/** True the first time; later ones are noted as duplicates and do not count. */
function isFirst(message: SipMessage, notes: HeaderNotes, bit: number): boolean {
  if ((notes.seen & bit) !== 0) noteDefect(message.defects, "duplicate_header");
  const first = (notes.seen & bit) === 0;
  notes.seen |= bit;
  return first;
}

function takeFrom(message: SipMessage, notes: HeaderNotes, from: string): void {
  if (!isFirst(message, notes, 1)) return;
  message.from = from;
  message.fromTag = parameterOf(from, "tag", parametersAt(from)) ?? "";
  checkAddress(from, "bad_from", message.defects);
}

function takeTo(message: SipMessage, notes: HeaderNotes, to: string): void {
  if (!isFirst(message, notes, 2)) return;
  message.to = to;
  message.toTag = parameterOf(to, "tag", parametersAt(to)) ?? "";
  checkAddress(to, "bad_to", message.defects);
}

function takeCallId(message: SipMessage, notes: HeaderNotes, callId: string): void {
  if (!isFirst(message, notes, 4)) return;
  message.callId = callId;
  if (callId === "") noteDefect(message.defects, "missing_call_id");
}

/** RFC 3261 §8.1.1.5: less than 2³¹. A number beyond is not kept: it would not be the one that was sent. */
function takeCseq(message: SipMessage, notes: HeaderNotes, cseq: string): void {
  if (!isFirst(message, notes, 8)) return;
  let i = 0;
  let number = 0;
  for (; i < cseq.length; i++) {
    const digit = cseq.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) break;
    number = number * 10 + digit;
  }
  const method = cseq.slice(i).trim();
  message.cseq = number > 0xffffffff ? 0 : number;
  message.cseqMethod = method;
  if (i === 0 || number >= 2 ** 31 || method === "" || !isBlank(cseq.charCodeAt(i)) || method.includes(" ")) noteDefect(message.defects, "bad_cseq");
}

function takeContentLength(message: SipMessage, notes: HeaderNotes, text: string): void {
  const length = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (length < 0) noteDefect(message.defects, text.startsWith("-") ? "content_length_negative" : /^\d+$/.test(text) ? "content_length_too_large" : "content_length_conflict");
  if ((notes.seen & 16) === 0) notes.contentLength = length;
  else if (length !== notes.contentLength) {
    notes.contentLength = -1;
    noteDefect(message.defects, "content_length_conflict");
  }
  notes.seen |= 16;
}

function takeContentType(message: SipMessage, notes: HeaderNotes, contentType: string): void {
  if (isFirst(message, notes, 32)) message.contentType = contentType;
}

function takeMaxForwards(message: SipMessage, notes: HeaderNotes, hops: string): void {
  if (isFirst(message, notes, 64) && !(/^\d{1,9}$/.test(hops) && Number(hops) <= 255)) noteDefect(message.defects, "bad_max_forwards");
}

const isUint32 = (text: string): boolean => /^\d+$/.test(text) && Number(text) <= 0xffffffff;

function takeContact(message: SipMessage, contact: string): void {
  if (contact === "*") return;
  checkSeparators(contact, 0, "bad_contact", message.defects);
  const contacts = contact.includes(",") ? splitOutside(contact, ",") : [contact];
  for (const one of contacts) {
    checkAddress(one, "bad_contact", message.defects);
    const expires = one.includes("expires") ? parameterOf(one, "expires", parametersAt(one)) : undefined;
    if (expires !== undefined && !isUint32(expires)) noteDefect(message.defects, "bad_expires");
  }
}

/** Topmost value: branch and sent-by. All values: counted and checked for empty parts. */
function takeVia(message: SipMessage, via: string): void {
  checkSeparators(via, 0, "bad_via", message.defects);
  const parts = via.includes(",") ? splitOutside(via, ",") : [via];
  if (message.viaCount === 0 && parts.length > 0) takeTopVia(message, parts[0]!);
  if (via === "" || parts.length === 0) noteDefect(message.defects, "bad_via");
  message.viaCount += via === "" ? 0 : parts.length;
}

/** An empty branch behind the magic cookie (RFC 4475 §3.2.1) identifies nothing. */
const COOKIE = "z9hG4bK";

function takeTopVia(message: SipMessage, via: string): void {
  const semicolon = via.indexOf(";");
  const head = semicolon < 0 ? via : via.slice(0, semicolon);
  message.branch = semicolon < 0 ? "" : (parameterOf(via, "branch", semicolon) ?? "");
  message.viaSentBy = sentBy(head);
  const bad: Defect = "bad_via";
  if (message.viaSentBy === "" || message.branch === COOKIE) noteDefect(message.defects, bad);
}

/** What stands after the second slash and the transport's name, blanks around its colon removed. */
function sentBy(head: string): string {
  const slash = head.indexOf("/", head.indexOf("/") + 1);
  if (slash <= 0) return "";
  let at = slash + 1;
  while (at < head.length && isBlank(head.charCodeAt(at))) at++;
  while (at < head.length && !isBlank(head.charCodeAt(at))) at++;
  const host = head.slice(at).trim();
  return host.includes(" ") || host.includes("\t") ? host.replaceAll(/[ \t]/g, "") : host;
}
