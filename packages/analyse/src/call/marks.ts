// What else a message leaves on its call: user agents, correlation ids, configured headers, and the reason it gives for an end.
import { headerOf, headersOf, parseReason } from "@sipglass/decode";
import type { Call, CallReason, SipMessage } from "@sipglass/model";
import { detached, type StringPool } from "./keep.ts";

const MOST_AGENTS = 16;
const MOST_CORRELATIONS = 16;
const LONGEST_VALUE = 512;

export function addCapturedBy(call: Call, agent: string, keep: StringPool): number {
  const at = call.agents.indexOf(agent);
  if (at >= 0) return at;
  return call.agents.length < MOST_AGENTS ? call.agents.push(keep(agent)) - 1 : MOST_AGENTS;
}

export function addUserAgent(call: Call, message: SipMessage, keep: StringPool): void {
  const value = headerOf(message, message.isRequest ? "user-agent" : "server") ?? headerOf(message, message.isRequest ? "server" : "user-agent") ?? "";
  if (value === "" || call.userAgents.length >= MOST_AGENTS) return;
  const agent = keep(value.slice(0, LONGEST_VALUE));
  if (!call.userAgents.includes(agent)) call.userAgents.push(agent);
}

/** True when the id was not known on this call. */
export function addCorrelationId(call: Call, value: string): boolean {
  if (value === "" || value === call.callId || call.correlationIds.length >= MOST_CORRELATIONS || call.correlationIds.includes(value)) return false;
  call.correlationIds.push(detached(value.slice(0, LONGEST_VALUE)));
  return true;
}

/** Configured headers that the call does not have yet. */
export function copyHeaders(call: Call, message: SipMessage, names: readonly string[]): void {
  for (const name of names) {
    if (call.headers[name] !== undefined) continue;
    const value = headerOf(message, name);
    if (value !== undefined) call.headers[name] = detached(value.slice(0, LONGEST_VALUE));
  }
}

/** Reason (RFC 3326): of several values the Q.850 cause, which says most. */
export function noteReason(call: Call, message: SipMessage): void {
  if (headerOf(message, "reason") === undefined) return;
  const reasons = headersOf(message, "reason").flatMap(parseReason);
  const chosen = reasons.find(isQ850) ?? reasons[0];
  if (!chosen || (call.reason && isQ850(call.reason) && !isQ850(chosen))) return;
  call.reason = { protocol: detached(chosen.protocol.slice(0, 32)), cause: chosen.cause, text: detached(chosen.text.slice(0, LONGEST_VALUE)) };
}

export const isQ850 = (reason: CallReason): boolean => /^q\.?850$/i.test(reason.protocol);
