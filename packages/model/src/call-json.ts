// The call as the API, the CLI and the page show it: snake_case, RFC 3339 times, units in names. The one place for these names.
import type { Call } from "./call.ts";
import { hostPort } from "./packet.ts";
import type { MessageView } from "./message.ts";
import { toRfc3339 } from "./time.ts";

const time = (us: number): string | null => (us === 0 ? null : toRfc3339(us));

export function callToJson(call: Call) {
  return {
    id: call.id, session_id: call.sessionId, call_id: call.callId, kind: call.kind, direction: call.direction, state: call.state,
    started_at: time(call.startedAtUs), ringing_at: time(call.ringingAtUs), answered_at: time(call.answeredAtUs), ended_at: time(call.endedAtUs),
    last_seen_at: time(call.lastSeenAtUs),
    pdd_ms: call.pddMs, setup_ms: call.setupMs, ring_ms: call.ringMs, talk_ms: call.talkMs, disconnect_ms: call.disconnectMs,
    duration_s: call.talkMs === null ? null : call.talkMs / 1000,
    caller: call.caller, callee: call.callee, from_user: call.fromUser, from_domain: call.fromDomain, to_user: call.toUser, to_domain: call.toDomain,
    ruri_user: call.ruriUser, ruri_domain: call.ruriDomain, pai_user: call.paiUser,
    src: hostPort(call.src, call.srcPort), dst: hostPort(call.dst, call.dstPort), hops: [...call.hops], transport: call.transport,
    user_agents: [...call.userAgents], status_code: call.statusCode === 0 ? null : call.statusCode, status_text: call.statusText, reason: call.reason,
    hangup_cause: call.hangupCause, ended_by: call.endedBy, codecs: [...call.codecs], messages: call.messages, retransmissions: call.retransmissions,
    duplicates: call.duplicates, reinvites: call.reinvites, mos: call.mos, loss_pct: call.lossPct, jitter_ms: call.jitterMs, rtt_ms: call.rttMs,
    // null: nobody looked yet; []: looked, and there is nothing.
    findings: call.projectionVersion > 0 || call.findings.length > 0 ? [...call.findings] : null, projection_version: call.projectionVersion,
    agents: [...call.agents], external_id: call.externalId, tenants: [...call.tenants],
    partial: call.partial === "" ? null : call.partial, correlation_ids: [...call.correlationIds], headers: call.headers, revision: call.revision,
  };
}

export type CallJson = ReturnType<typeof callToJson>;

export function messageToJson(message: MessageView) {
  return {
    ref: message.ref, time: toRfc3339(message.timeUs), received_at: toRfc3339(message.receivedUs), type: message.payloadType,
    method: message.method || null, status_code: message.statusCode || null, status_text: message.statusText, cseq: message.cseq,
    cseq_method: message.cseqMethod, call_id: message.callId, branch: message.branch, from_tag: message.fromTag, to_tag: message.toTag,
    request_uri: message.requestUri, src: hostPort(message.src, message.srcPort), dst: hostPort(message.dst, message.dstPort),
    transport: message.transport, agent: message.agent, retransmission: message.retransmission, also_seen_by: message.alsoSeenBy,
    body_kind: message.bodyKind, raw: message.raw,
  };
}

export type MessageJson = ReturnType<typeof messageToJson>;
