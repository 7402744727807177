// The call: one Call-ID's dialogs as a plain record. Changed only by the reducers of analyse/call; stored as a row (call-row.ts),
// shown as JSON (call-json.ts). Adding a field here? Also: call-row.ts (column), call-json.ts (name outside), query/fields.ts (search), docs.
import type { CallKind, CallState, Direction, EndedBy } from "./call-state.ts";
import type { PacketRefs } from "./packet-ref.ts";

export interface CallReason {
  /** "Q.850", "SIP", "X.int", … as in the Reason header (RFC 3326). */
  protocol: string;
  cause: number;
  text: string;
}

export type Severity = "info" | "warning" | "error";

/** The earliest leg of a session that belongs to a tenant, by `Call.id`. */
export interface FirstLeg {
  tenant: string;
  id: string;
}

export interface Call {
  /** From Call-ID + first packet; stable over rebuild. 26 characters, [0-9a-z]. */
  id: string;
  /** Session it belongs to; its own id until a link joins it to others. */
  sessionId: string;
  /**
   * Where some who see this leg do not see the first of its session: for each tenant the first that is its own, earliest first, up to this leg.
   * By these a reader's session has its name (as-seen.ts).
   */
  firstLegs: readonly FirstLeg[];
  callId: string;
  kind: CallKind;
  direction: Direction;
  state: CallState;
  /** All times epoch µs, 0 = did not happen. */
  startedAtUs: number;
  ringingAtUs: number;
  answeredAtUs: number;
  endedAtUs: number;
  lastSeenAtUs: number;
  /** INVITE → first 18x or final. null = not measurable. All durations in ms with fraction. */
  pddMs: number | null;
  /** INVITE → 2xx. Of other kinds (REGISTER, OPTIONS, …): the request that was accepted → its 2xx. */
  setupMs: number | null;
  /** First 18x → 2xx or end. */
  ringMs: number | null;
  /** 2xx → BYE or last seen. */
  talkMs: number | null;
  /** BYE → its 2xx. */
  disconnectMs: number | null;
  /** As displayed to people: display name or user. */
  caller: string;
  callee: string;
  fromUser: string;
  fromDomain: string;
  toUser: string;
  toDomain: string;
  ruriUser: string;
  ruriDomain: string;
  paiUser: string;
  /** Ends of the first request, as ip and port. */
  src: string;
  srcPort: number;
  dst: string;
  dstPort: number;
  /** Hosts in the order in which the first request visited them, `ip:port`. */
  hops: readonly string[];
  transport: string;
  userAgents: readonly string[];
  /** Last final status of the INVITE (of the request that made it, for other kinds); 0 = none yet. */
  statusCode: number;
  statusText: string;
  reason: CallReason | null;
  /** Cause in words of the house: normal_clearing, busy, no_answer, cancelled, rejected, … or "". */
  hangupCause: string;
  endedBy: EndedBy;
  codecs: readonly string[];
  messages: number;
  retransmissions: number;
  /** Mirror duplicates counted and not shown. */
  duplicates: number;
  reinvites: number;
  mos: { worst: number; average: number; scale: "nb" | "wb" | "fb"; source: string } | null;
  lossPct: number | null;
  jitterMs: number | null;
  rttMs: number | null;
  findings: readonly { id: string; severity: Severity }[];
  /** Version of the rules that made findings and quality; 0 = nobody looked yet, or it changed since (examination.ts). */
  projectionVersion: number;
  /** Capture agents that saw it. */
  agents: readonly string[];
  externalId: string;
  tenants: readonly string[];
  /** Why the record is not whole ("began_before_capture", "evicted", "lost_end"); "" = whole. */
  partial: string;
  revision: number;
  /** HEP correlation ids that are not the Call-ID itself, X-CID and the like. */
  correlationIds: readonly string[];
  /** What legs are joined by (link.ts), `kind:value`. Inner working: in the row, not in the JSON. */
  linkKeys: readonly string[];
  /** Configured headers (lower-case name → first value). */
  headers: Readonly<Record<string, string>>;
  /** Every packet of this call in the archive. */
  refs: readonly PacketRefs[];
}

/** One for all calls: tens of thousands are in memory at once, and most lists of most of them stay empty. */
export const NO_ITEMS: readonly never[] = Object.freeze([]);
const NO_HEADERS: Call["headers"] = Object.freeze({});

/** A call in which nothing has happened yet. */
export function emptyCall(id: string, callId: string): Call {
  return {
    id, sessionId: id, firstLegs: NO_ITEMS, callId, kind: "other", direction: "unknown", state: "trying",
    startedAtUs: 0, ringingAtUs: 0, answeredAtUs: 0, endedAtUs: 0, lastSeenAtUs: 0,
    pddMs: null, setupMs: null, ringMs: null, talkMs: null, disconnectMs: null,
    caller: "", callee: "", fromUser: "", fromDomain: "", toUser: "", toDomain: "", ruriUser: "", ruriDomain: "", paiUser: "",
    src: "", srcPort: 0, dst: "", dstPort: 0, hops: NO_ITEMS, transport: "", userAgents: NO_ITEMS, statusCode: 0, statusText: "", reason: null,
    hangupCause: "", endedBy: "unknown", codecs: NO_ITEMS, messages: 0, retransmissions: 0, duplicates: 0, reinvites: 0,
    mos: null, lossPct: null, jitterMs: null, rttMs: null, findings: NO_ITEMS, projectionVersion: 0, agents: NO_ITEMS, externalId: "", tenants: NO_ITEMS,
    partial: "", revision: 1, correlationIds: NO_ITEMS, linkKeys: NO_ITEMS, headers: NO_HEADERS, refs: NO_ITEMS,
  };
}
