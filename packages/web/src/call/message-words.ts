// A message in one short line, and the tone it is shown in.
import type { MessageJson } from "../api/shapes.ts";
import { otherPayload, PAYLOAD_WORDS } from "../words/message.ts";
import { toneOfCode } from "../words/tone.ts";
import type { Tone } from "../words/tone.ts";

const SIP = 1;

export function messageTitle(message: Pick<MessageJson, "method" | "status_code" | "status_text" | "type" | "cseq_method">): string {
  const answered = message.cseq_method && message.cseq_method !== "INVITE" ? ` (${message.cseq_method})` : "";
  if (message.method) return message.method;
  if (message.status_code) return `${message.status_code} ${message.status_text}${answered}`;
  return PAYLOAD_WORDS[message.type] ?? otherPayload(message.type);
}

export const messageTone = (message: Pick<MessageJson, "status_code" | "type">): Tone =>
  message.type === SIP ? toneOfCode(message.status_code) : "media";

/** The text as it is read: SIP as it was sent, JSON reports with one value a line. */
export function readableText(message: Pick<MessageJson, "type" | "raw">): string {
  if (message.type === SIP || !message.raw.startsWith("{")) return message.raw;
  try {
    return JSON.stringify(JSON.parse(message.raw), null, 2);
  } catch {
    return message.raw;
  }
}
