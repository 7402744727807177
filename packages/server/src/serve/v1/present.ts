// Records as a reader may see them: JSON of the model, less what belongs to others.
import {
  SipglassError,
  callToJson,
  hostPort,
  messageToJson,
  toRfc3339,
  type Agent,
  type Call,
  type CallJson,
  type MessageJson,
  type MessageView,
  type Page,
  type Registration,
  type Scope,
} from "@sipglass/model";
import type { SessionRow } from "../../book/questions.ts";
import { maskDigits } from "../../search/dtmf.ts";
import { seesDigits, type Identity } from "../auth/identity.ts";

export const timeOrNull = (us: number): string | null => (us === 0 ? null : toRfc3339(us));

/** A call may belong to several tenants; each reads only its own name there. */
export function presentCall(call: Call, scope: Scope): CallJson {
  const json = callToJson(call);
  return scope.kind === "all" ? json : { ...json, tenants: json.tenants.filter((tenant) => scope.tenants.includes(tenant)) };
}

export function presentSessionRow({ id, legs, matched }: SessionRow, scope: Scope) {
  const [first] = legs;
  if (!first) throw new SipglassError("internal", { session: id });
  return { session_id: id, legs: legs.length, matched, call_ids: legs.map(({ callId }) => callId), call: presentCall(first, scope) };
}

export function readableMessages(messages: readonly MessageView[], identity: Identity): MessageView[] {
  return seesDigits(identity) ? [...messages] : messages.map((message) => ({ ...message, raw: maskDigits(message.raw) }));
}

export const presentMessage = (message: MessageView): MessageJson => messageToJson(message);

export const presentAgent = (agent: Agent) => ({
  name: agent.name, id: agent.id, peer: agent.peer, transport: agent.transport, packets: agent.packets, bytes: agent.bytes,
  first_seen_at: timeOrNull(agent.firstSeenAtUs), last_seen_at: timeOrNull(agent.lastSeenAtUs), refused: agent.refused,
  clock_skew_us: agent.clockSkewUs, clock_offset_ms: agent.clockOffsetUs === undefined ? null : agent.clockOffsetUs / 1000, quarantined: agent.quarantined,
});

export const presentRegistration = (registration: Registration) => ({
  aor: registration.aor, contact: registration.contact, state: registration.state, registered_at: timeOrNull(registration.registeredAtUs),
  last_seen_at: timeOrNull(registration.lastSeenAtUs), expires_s: registration.expiresS,
  src: hostPort(registration.src, registration.srcPort), dst: hostPort(registration.dst, registration.dstPort),
  user_agent: registration.userAgent, status_code: registration.statusCode || null,
  accepted: registration.accepted, refused: registration.refused, flaps: registration.flaps ?? 0, call_id: registration.callId, agent: registration.agent,
});

/** A list that is whole: nothing follows, nothing is missing. */
export const wholeList = <T>(items: T[]): Page<T> => ({ items, next: null, partial: false, warnings: [] });
