// The forms of answers, as JSON Schema: what the API documents, and what the tests hold every answer against.
import { AUDIT_ACTIONS } from "../../state/audit.ts";
import { USER_SOURCES } from "../../state/users.ts";
import { ROLES } from "../../state/roles.ts";
import { LINK_RULES } from "@sipglass/model";
import { Type, type TSchema } from "typebox";

export const Time = Type.String({ description: "RFC 3339 with microseconds, UTC" });
export const MaybeTime = Type.Union([Time, Type.Null()]);
export const Text = Type.String();
export const Integer = Type.Integer();
const MaybeNumber = Type.Union([Type.Number(), Type.Null()]);
const MaybeText = Type.Union([Text, Type.Null()]);
const Texts = Type.Array(Text);
export const Counts = Type.Record(Text, Integer);
export const RoleName = Type.Enum([...ROLES]);

export const ErrorAnswer = Type.Object({
  error: Type.Object({ code: Text, message: Text, details: Type.Record(Text, Type.Unknown()) }),
}, { description: "docs/reference/errors.md" });

export const listOf = <T extends TSchema>(item: T) => Type.Object({
  items: Type.Array(item), next: Type.Union([Text, Type.Null()], { description: "cursor of the next page" }),
  partial: Type.Boolean({ description: "something that belongs here could not be read" }), warnings: Texts,
});

export const CallAnswer = Type.Object({
  id: Text, session_id: Text, call_id: Text, kind: Text, direction: Text, state: Text,
  started_at: MaybeTime, ringing_at: MaybeTime, answered_at: MaybeTime, ended_at: MaybeTime, last_seen_at: MaybeTime,
  pdd_ms: MaybeNumber, setup_ms: MaybeNumber, ring_ms: MaybeNumber, talk_ms: MaybeNumber, disconnect_ms: MaybeNumber,
  duration_s: MaybeNumber,
  caller: Text, callee: Text, from_user: Text, from_domain: Text, to_user: Text, to_domain: Text, ruri_user: Text, ruri_domain: Text,
  pai_user: Text,
  src: Text, dst: Text, hops: Texts, transport: Text, user_agents: Texts, status_code: Type.Union([Integer, Type.Null()]),
  status_text: Text,
  reason: Type.Union([Type.Object({ protocol: Text, cause: Integer, text: Text }), Type.Null()]), hangup_cause: Text, ended_by: Text,
  codecs: Texts,
  messages: Integer, retransmissions: Integer, duplicates: Integer, reinvites: Integer,
  mos: Type.Union([Type.Object({ worst: Type.Number(), average: Type.Number(), scale: Text, source: Text }), Type.Null()]),
  loss_pct: MaybeNumber, jitter_ms: MaybeNumber, rtt_ms: MaybeNumber,
  findings: Type.Union([Type.Array(Type.Object({ id: Text, severity: Text })), Type.Null()]), projection_version: Integer, agents: Texts,
  external_id: Text, tenants: Texts, partial: MaybeText, correlation_ids: Texts, headers: Type.Record(Text, Text), revision: Integer,
}, { additionalProperties: false });

export const LinkAnswer = Type.Object({
  rule: Type.Enum([...LINK_RULES]), from: Type.String({ description: "id of the earlier leg" }), to: Text, confidence: Type.Number({ minimum: 0, maximum: 1 }),
  verdict: Type.Enum(["joined", "possible", "confirmed", "split"]), evidence: Type.String({ description: "a plain sentence with the values that agree" }),
}, { additionalProperties: false });

export const SessionRowAnswer = Type.Object({
  session_id: Text, legs: Type.Integer({ description: "that the reader may see" }), matched: Type.Array(Text, { description: "ids of the legs that meet the query" }),
  call_ids: Texts, call: CallAnswer,
}, { additionalProperties: false, description: "with group=session; call = its earliest leg" });

export const CorrelationRuleAnswer = Type.Object({
  id: Text, kind: Type.Enum(["header", "call_id_pattern"]), value: Text, changed_by: Text, changed_at: Time,
}, { additionalProperties: false });

export const MessageAnswer = Type.Object({
  ref: Text, time: Time, received_at: Time, type: Integer, method: MaybeText, status_code: Type.Union([Integer, Type.Null()]),
  status_text: Text,
  cseq: Integer, cseq_method: Text, call_id: Text, branch: Text, from_tag: Text, to_tag: Text, request_uri: Text, src: Text, dst: Text,
  transport: Text, agent: Text, retransmission: Type.Boolean(), also_seen_by: Texts, body_kind: Text, raw: Text,
}, { additionalProperties: false });

export const UserAnswer = Type.Object({
  username: Text, display_name: Text, source: Type.Enum([...USER_SOURCES]), role: RoleName, tenants: Texts, disabled: Type.Boolean(), created_at: Time, changed_at: Time,
  last_login_at: MaybeTime,
}, { additionalProperties: false });

export const MeAnswer = Type.Object({
  username: Text, display_name: Text, source: Type.Enum([...USER_SOURCES]), role: RoleName, tenants: Texts,
}, { additionalProperties: false });

export const TokenAnswer = Type.Object({
  id: Text, user: Text, name: Text, role: RoleName, tenants: Type.Union([Texts, Type.Null()]), hint: Text,
  created_at: Time, expires_at: Time, last_used_at: MaybeTime, expired: Type.Boolean(),
}, { additionalProperties: false });

export const SessionAnswer = Type.Object({
  id: Text, current: Type.Boolean(), created_at: Time, seen_at: Time, expires_at: Time, address: Text, user_agent: Text,
}, { additionalProperties: false });

export const AuditAnswer = Type.Object({
  id: Integer, at: Time, user: Text, via: Text, action: Type.Enum([...AUDIT_ACTIONS]), object: Text, address: Text,
  details: Type.Record(Text, Type.Unknown()),
}, { additionalProperties: false });

export const SavedSearchAnswer = Type.Object({
  id: Text, user: Text, name: Text, query: Text, shared: Type.Boolean(), created_at: Time, changed_at: Time,
}, { additionalProperties: false });

export const AliasAnswer = Type.Object({ address: Text, name: Text, colour: Text, changed_by: Text, changed_at: Time }, { additionalProperties: false });

export const TenantAnswer = Type.Object({
  name: Text, prefixes: Texts, domains: Texts, trunks: Texts, headers: Type.Record(Text, Text), changed_by: Text, changed_at: Time,
}, { additionalProperties: false });

export const AgentAnswer = Type.Object({
  name: Text, id: Integer, peer: Text, transport: Text, packets: Integer, bytes: Integer, first_seen_at: MaybeTime, last_seen_at: MaybeTime,
  refused: Counts, clock_skew_us: Type.Number(), quarantined: Integer,
  clock_offset_ms: Type.Union([Type.Number(), Type.Null()], { description: "from the middle clock of the agents that saw the same messages" }),
}, { additionalProperties: false });

export const RegistrationAnswer = Type.Object({
  aor: Text, contact: Text, state: Text, registered_at: MaybeTime, last_seen_at: MaybeTime, expires_s: Integer, src: Text, dst: Text,
  user_agent: Text,
  status_code: Type.Union([Integer, Type.Null()]), accepted: Integer, refused: Integer, flaps: Integer, call_id: Text, agent: Text,
}, { additionalProperties: false });

export const LadderAnswer = Type.Object({
  columns: Type.Array(Type.Object({ id: Text, label: Text, address: Text, colour: Type.Optional(Text) })),
  rows: Type.Array(Type.Object({
    ref: Text, at: Time, delta_us: Type.Number(), from: Integer, to: Integer, label: Text, kind: Text, retransmission: Type.Boolean(),
    also_seen_by: Texts,
    status_code: Type.Union([Integer, Type.Null()]), method: MaybeText, has_sdp: Type.Boolean(),
  })),
});
