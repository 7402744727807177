// What else a message leaves on its call: user agents, correlation ids, configured headers, and the reason it gives for an end.
import { parseReason } from "@sipglass/decode";
import type { Call, CallReason } from "@sipglass/model";
import type { Picked } from "./header-pick.ts";
import { bounded, detached, withItem, type StringPool } from "./keep.ts";

const MOST_AGENTS = 16;
const MOST_CORRELATIONS = 16;
const LONGEST_VALUE = 512;

/** The agent's place in the list of those that saw the call. */
export function addCapturedBy(call: Call, name: string, keep: StringPool): number {
  const agent = bounded(name);
  const at = call.agents.indexOf(agent);
  if (at >= 0) return at;
  if (call.agents.length >= MOST_AGENTS) return MOST_AGENTS;
  call.agents = withItem(call.agents, keep(agent));
  return call.agents.length - 1;
}

/** User-Agent or Server; some write the one where the other belongs. */
export function addUserAgent(call: Call, picked: Picked, keep: StringPool): void {
  const value = picked.get("user-agent") ?? picked.get("server") ?? "";
  if (value === "" || call.userAgents.length >= MOST_AGENTS) return;
  const agent = keep(value.slice(0, LONGEST_VALUE));
  if (!call.userAgents.includes(agent)) call.userAgents = withItem(call.userAgents, agent);
}

/** True when the id was not known on this call. */
export function addCorrelationId(call: Call, value: string): boolean {
  if (value === "" || value === call.callId || call.correlationIds.length >= MOST_CORRELATIONS || call.correlationIds.includes(value))
    return false;
  call.correlationIds = withItem(call.correlationIds, detached(value.slice(0, LONGEST_VALUE)));
  return true;
}

/** Configured headers that the call does not have yet. */
export function copyHeaders(call: Call, picked: Picked, names: readonly string[]): void {
  for (const name of names) {
    const value = picked.get(name);
    if (value !== undefined && call.headers[name] === undefined) call.headers = { ...call.headers, [name]: detached(value.slice(0, LONGEST_VALUE)) };
  }
}

/** Reason (RFC 3326): of several values the Q.850 cause, which says most. */
export function noteReason(call: Call, picked: Picked): void {
  const value = picked.get("reason");
  if (value === undefined) return;
  const reasons = parseReason(value);
  const chosen = reasons.find(isQ850) ?? reasons[0];
  if (!chosen || (call.reason && isQ850(call.reason) && !isQ850(chosen))) return;
  call.reason = {
    protocol: detached(chosen.protocol.slice(0, 32)),
    cause: chosen.cause,
    text: detached(chosen.text.slice(0, LONGEST_VALUE)),
  };
}

export const isQ850 = (reason: CallReason): boolean => /^q\.?850$/i.test(reason.protocol);
