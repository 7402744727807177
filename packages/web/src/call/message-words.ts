// A message in one short line, and the tone it is shown in.
import type { MessageJson } from "../api/shapes.ts";
import { isChallenge } from "../words/outcome.ts";

export type Tone = "request" | "provisional" | "success" | "redirect" | "challenge" | "failure" | "media";

const SIP = 1;
const PAYLOAD_WORD: Record<number, string> = { 5: "RTCP", 34: "RTP report", 35: "quality report", 100: "log", 101: "CDR" };

export function messageTitle(message: Pick<MessageJson, "method" | "status_code" | "status_text" | "type" | "cseq_method">): string {
  const answered = message.cseq_method && message.cseq_method !== "INVITE" ? ` (${message.cseq_method})` : "";
  if (message.method) return message.method;
  if (message.status_code) return `${message.status_code} ${message.status_text}${answered}`;
  return PAYLOAD_WORD[message.type] ?? `type ${message.type}`;
}

export function toneOfCode(code: number | null): Tone {
  if (code === null) return "request";
  if (code < 200) return "provisional";
  if (code < 300) return "success";
  if (code < 400) return "redirect";
  return isChallenge(code) ? "challenge" : "failure";
}

export const messageTone = (message: Pick<MessageJson, "status_code" | "type">): Tone =>
  message.type === SIP ? toneOfCode(message.status_code) : "media";
