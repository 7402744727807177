// Several SIP messages in one payload: senders that mirror TCP segments put them there (RFC 4475 §3.1.1.8 shows it for UDP).
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

function skipLineEnds(text: string, at: number): number {
  let i = at;
  while (i < text.length && (text.charCodeAt(i) === 13 || text.charCodeAt(i) === 10)) i++;
  return i;
}
