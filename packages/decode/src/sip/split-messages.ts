// Several SIP messages in one payload: senders that mirror TCP segments put them there (RFC 4475 §3.1.1.8 shows it for UDP).
import type { SipMessage } from "@sipglass/model";
import { looksLikeSipAt } from "./looks-like-sip.ts";
import { parseSip, type ParseSipOptions } from "./parse-sip.ts";

/** Offsets at which messages begin; [] when the text holds none. Content-Length says where one ends, a start line where the next begins. */
export function splitMessages(text: string, options?: ParseSipOptions): number[] {
  const offsets: number[] = [];
  let at = skipLineEnds(text, 0);
  while (at < text.length) {
    const message = parseSip(text, at, options);
    if (!message.ok) break;
    offsets.push(at);
    const next = skipLineEnds(text, message.value.endAt);
    if (next <= at || next >= text.length || !looksLikeSipAt(text, next)) break;
    at = next;
  }
  return offsets;
}

/** More than an honest sender puts into one payload. */
const MOST_MESSAGES = 64;

/** The messages of an archived payload, one after the other as far as they can be read. */
export function messagesIn(text: string): SipMessage[] {
  const found: SipMessage[] = [];
  for (let at = 0; at < text.length && found.length < MOST_MESSAGES; ) {
    const parsed = parseSip(text, at);
    if (!parsed.ok || parsed.value.endAt <= at) break;
    found.push(parsed.value);
    at = parsed.value.endAt;
  }
  return found;
}

/** The messages with these Call-IDs in a payload, which may hold others'; undefined when there is none. A payload that is one message stays as it is, defects included. */
export function messagesOfCalls(text: string, callIds: ReadonlySet<string>): string | undefined {
  const own: string[] = [];
  let at = 0;
  for (const { callId, endAt } of messagesIn(text)) {
    if (at === 0 && endAt >= text.length) return text;
    if (callIds.has(callId)) own.push(text.slice(at, endAt));
    at = endAt;
  }
  return own.length === 0 ? undefined : own.join("");
}

/** Start line, headers and body of one message: several may share one text. The start line is the one before the headers. */
export function messageText({ text, headersAt, endAt }: SipMessage): string {
  return text.slice(headersAt === 0 ? 0 : text.lastIndexOf("\n", headersAt - 2) + 1, endAt);
}

function skipLineEnds(text: string, at: number): number {
  let i = at;
  while (i < text.length && (text.charCodeAt(i) === 13 || text.charCodeAt(i) === 10)) i++;
  return i;
}
