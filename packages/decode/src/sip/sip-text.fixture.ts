// Messages for tests: a complete one, changed where the test needs it.
import assert from "node:assert/strict";
import type { SipMessage } from "@sipglass/model";
import { parseSip, type ParseSipOptions } from "./parse-sip.ts";

const HEADERS = {
  Via: "SIP/2.0/UDP 198.51.100.9:5060;branch=z9hG4bKtest1;rport",
  From: '"Otto" <sip:otto@example.net>;tag=f1',
  To: "<sip:lena@example.org>",
  "Call-ID": "test.1@desk",
  CSeq: "7 INVITE",
  "Max-Forwards": "70",
  "Content-Length": "0",
};

/** Text of a request (or of what `start` says) with some headers replaced, removed (null) or added. */
export function sipText(
  changes: Record<string, string | null> = {},
  { start = "INVITE sip:lena@example.org SIP/2.0", body = "" } = {},
): string {
  const headers = Object.entries({ ...HEADERS, "Content-Length": String(body.length), ...changes }).filter(([, value]) => value !== null);
  return `${start}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
}

export function parsed(text: string, at = 0, options?: ParseSipOptions): SipMessage {
  const result = parseSip(text, at, options);
  assert.ok(result.ok, `refused: ${JSON.stringify(text.slice(at, at + 80))}`);
  return result.value;
}

export const parsedWith = (changes: Record<string, string | null>, more?: { start?: string; body?: string }): SipMessage =>
  parsed(sipText(changes, more));
