// The fields of the query language: one table for the parser, the evaluators, auto-complete and the documentation.
import type { Call } from "../call.ts";
import { CALL_KINDS, CALL_STATES } from "../call-state.ts";
import { hostOf } from "./ip.ts";

/** Sources of kind "text" that are no column of CALL_COLUMNS: stores compute them. */
export const COMPUTED_COLUMNS = ["leg", "trunk"] as const;

/** Where a field is looked for: the value on a live call and the column of CALL_COLUMNS in a store. Any of a field's sources may match. */
export type Source =
  | { kind: "text"; column: string; get(call: Call): string }
  /** A user with its domain: `user`, or `user@domain` when the query's value has an "@". */
  | { kind: "address"; column: string; domainColumn: string; get(call: Call): string; getDomain(call: Call): string }
  /** An IP address with its port: the address alone, or `ip:port` when the query's value names a port. */
  | { kind: "ip"; column: string; portColumn: string; get(call: Call): string; getPort(call: Call): number }
  /** `ip:port` items. */
  | { kind: "hops"; column: string; get(call: Call): readonly string[] }
  /** `suffixed`: in the column, items go on after PART_SEPARATOR. */
  | { kind: "list"; column: string; suffixed: boolean; length(call: Call): number; item(call: Call, index: number): string }
  /** `zeroIsNone`: 0 means "none yet" and matches no comparison. */
  | { kind: "number"; column: string; zeroIsNone: boolean; get(call: Call): number | null }
  | { kind: "header"; column: string; get(call: Call, name: string): string | undefined };

/** range: sets the time range of the search; raw: scans messages. Both have no source. */
export type FieldType = "text" | "number" | "duration" | "ip" | "enum" | "list" | "time" | "header" | "range" | "raw";

export interface Field {
  name: string;
  aliases: readonly string[];
  type: FieldType;
  sources: readonly Source[];
  description: string;
  example: string;
  /** What an enum may be. */
  values?: readonly string[];
}

type Keys<T> = { [K in keyof Call]: Call[K] extends T ? K : never }[keyof Call];
const text = (column: string, key: Keys<string>): Source => ({ kind: "text", column, get: (call) => call[key] });
const address = (column: string, key: Keys<string>, domainColumn: string, domainKey: Keys<string>): Source => ({
  kind: "address", column, domainColumn, get: (call) => call[key], getDomain: (call) => call[domainKey],
});
const list = (column: string, key: Keys<readonly string[]>): Source => ({
  kind: "list", column, suffixed: false, length: (call) => call[key].length, item: (call, index) => call[key][index]!,
});
const count = (column: string, key: Keys<number>): Source => ({ kind: "number", column, zeroIsNone: false, get: (call) => call[key] });
const moment = (column: string, key: Keys<number>): Source => ({ kind: "number", column, zeroIsNone: true, get: (call) => call[key] });
const measured = (column: string, get: (call: Call) => number | null): Source => ({ kind: "number", column, zeroIsNone: false, get });

const FROM = address("from_user", "fromUser", "from_domain", "fromDomain");
const TO = address("to_user", "toUser", "to_domain", "toDomain");
const RURI = address("ruri_user", "ruriUser", "ruri_domain", "ruriDomain");
const PAI = text("pai_user", "paiUser");
const SRC: Source = { kind: "ip", column: "src_ip", portColumn: "src_port", get: (call) => call.src, getPort: (call) => call.srcPort };
const DST: Source = { kind: "ip", column: "dst_ip", portColumn: "dst_port", get: (call) => call.dst, getPort: (call) => call.dstPort };
const HOPS: Source = { kind: "hops", column: "hops", get: (call) => call.hops };
const FINDINGS: Source = {
  kind: "list", column: "findings", suffixed: true, length: (call) => call.findings.length, item: (call, index) => call.findings[index]!.id,
};
const HEADER: Source = {
  kind: "header", column: "headers",
  get: (call, name) => (Object.hasOwn(call.headers, name) ? call.headers[name] : undefined),
};

const field = (
  name: string, aliases: string, type: FieldType, sources: readonly Source[], example: string, description: string, values?: readonly string[],
): Field => ({ name, aliases: aliases === "" ? [] : aliases.split(" "), type, sources, description, example, ...(values ? { values } : {}) });

export const FIELDS: readonly Field[] = [
  field("callid", "call_id cid", "text", [text("call_id", "callId")], 'callid:"a84b4c76e66710@pc33"', "Call-ID"),
  field("from", "from_user", "text", [FROM], "from:+4930*", "user of From; `user@domain` when the value has an @"),
  field("to", "to_user", "text", [TO], "to:~112", "user of To; `user@domain` when the value has an @"),
  field("user", "", "text", [FROM, TO], "user:alice", "user of From or To"),
  field("number", "num", "text", [FROM, TO, RURI, PAI], "number:~4930", "user of From, To, request URI or P-Asserted-Identity"),
  field("caller", "", "text", [text("caller", "caller")], "caller:~reception", "who called, as shown: display name or user"),
  field("callee", "", "text", [text("callee", "callee")], "callee:1001", "who was called, as shown"),
  field("ruri", "ruri_user request_uri", "text", [RURI], "ruri:1001@pbx.example", "user of the first request URI; with domain when the value has an @"),
  field("pai", "pai_user", "text", [PAI], "pai:+4930*", "user of P-Asserted-Identity"),
  field("domain", "", "text", [text("from_domain", "fromDomain"), text("to_domain", "toDomain"), text("ruri_domain", "ruriDomain")], "domain:*.carrier.example",
    "domain of From, To or the request URI"),
  field("code", "status status_code", "number", [moment("status_code", "statusCode")], "code:404,5xx", "last final status code; `5xx` is the class, `48x` the ten"),
  field("state", "", "enum", [{ kind: "text", column: "state", get: (call) => call.state }], "state:failed,no_answer", "how the call stands or ended", CALL_STATES),
  field("kind", "type", "enum", [{ kind: "text", column: "kind", get: (call) => call.kind }], "kind:call", "what the dialogue is about", CALL_KINDS),
  field("direction", "dir", "enum", [{ kind: "text", column: "direction", get: (call) => call.direction }], "direction:inbound", "seen from the own networks",
    ["inbound", "outbound", "internal", "transit", "unknown"]),
  field("ended_by", "", "enum", [{ kind: "text", column: "ended_by", get: (call) => call.endedBy }], "ended_by:callee", "who ended it",
    ["caller", "callee", "network", "timeout", "unknown"]),
  field("mos", "", "number", [measured("mos_worst", (call) => call.mos?.worst ?? null)], "mos<3.5", "worst MOS of the call"),
  field("mos_scale", "", "enum", [measuredText("mos_scale", (call) => call.mos?.scale ?? "")], "mos_scale:wb", "scale of that MOS: narrow, wide or full band", ["nb", "wb", "fb"]),
  field("loss", "loss_pct", "number", [measured("loss_pct", (call) => call.lossPct)], "loss>2", "packet loss, percent"),
  field("jitter", "jitter_ms", "duration", [measured("jitter_ms", (call) => call.jitterMs)], "jitter>30ms", "worst jitter"),
  field("rtt", "rtt_ms", "duration", [measured("rtt_ms", (call) => call.rttMs)], "rtt>300ms", "worst round trip"),
  field("pdd", "pdd_ms", "duration", [measured("pdd_ms", (call) => call.pddMs)], "pdd>3s", "post-dial delay: INVITE to first 18x or final"),
  field("setup", "setup_ms", "duration", [measured("setup_ms", (call) => call.setupMs)], "setup>10s", "INVITE to 2xx"),
  field("ring", "ring_ms", "duration", [measured("ring_ms", (call) => call.ringMs)], "ring:5s..30s", "first 18x to 2xx or end"),
  field("talk", "dur duration talk_ms", "duration", [measured("talk_ms", (call) => call.talkMs)], "talk:10s..2m", "2xx to BYE or last seen"),
  field("disconnect", "disconnect_ms", "duration", [measured("disconnect_ms", (call) => call.disconnectMs)], "disconnect>1s", "BYE to its 2xx"),
  field("ua", "user_agent useragent", "list", [list("user_agents", "userAgents")], 'ua:"friendly-scanner"', "User-Agent or Server of any party"),
  field("src", "source src_ip", "ip", [SRC], "src:10.0.0.0/8", "sender of the first request: address, `ip:port` or network"),
  field("dst", "destination dst_ip", "ip", [DST], "dst:192.0.2.7:5060", "receiver of the first request"),
  field("ip", "host", "ip", [SRC, DST, HOPS], "ip:2001:db8::/32", "any host on the way"),
  field("trunk", "", "text", [{ kind: "text", column: "trunk", get: (call) => hostOf(call.hops.at(-1) ?? "") }], "trunk:192.0.2.7", "host that the first request was sent on to in the end"),
  field("hop", "hops", "ip", [HOPS], "hop:192.0.2.7", "a host that the first request visited"),
  field("agent", "agents", "list", [list("agents", "agents")], "agent:edge-1", "capture agent that saw it"),
  field("codec", "codecs", "list", [list("codecs", "codecs")], "codec:opus", "codec negotiated"),
  field("finding", "findings", "list", [FINDINGS], "finding:one_way_audio", "diagnosis"),
  field("tenant", "tenants", "list", [list("tenants", "tenants")], "tenant:acme", "tenant it belongs to"),
  field("reason", "", "text", [text("hangup_cause", "hangupCause"), measuredText("reason_text", (call) => call.reason?.text ?? ""), text("status_text", "statusText")],
    "reason:~congestion", "hang-up cause, text of the Reason header, or reason phrase of the final response"),
  field("cause", "q850", "number", [measured("reason_cause", (call) => call.reason?.cause ?? null)], "cause:34", "cause of the Reason header (Q.850 or SIP)"),
  field("messages", "msgs", "number", [count("messages", "messages")], "messages>50", "messages captured"),
  field("retransmissions", "retrans", "number", [count("retransmissions", "retransmissions")], "retransmissions>3", "messages sent again"),
  field("duplicates", "", "number", [count("duplicates", "duplicates")], "duplicates>0", "mirror duplicates, counted and not shown"),
  field("reinvites", "", "number", [count("reinvites", "reinvites")], "reinvites>=2", "re-INVITEs"),
  field("transport", "proto", "text", [text("transport", "transport")], "transport:tls", "transport of the first request"),
  field("partial", "", "text", [text("partial", "partial")], "partial:yes", "the record is not whole; its value says why"),
  field("header", "", "header", [HEADER], "header:X-Trunk=gw2", "a configured header (any other is found by scanning messages)"),
  field("external_id", "", "text", [text("external_id", "externalId")], "external_id:ticket-4711", "id given by another system"),
  field("correlation", "correlation_id", "list", [list("correlation_ids", "correlationIds")], "correlation:abc123", "correlation id of HEP, X-CID and the like"),
  field("session", "session_id", "text", [text("session_id", "sessionId")], "session:01hx0000000000000000000000", "session it is part of"),
  field("leg", "", "enum", [{ kind: "text", column: "leg", get: (call) => (call.sessionId === call.id ? "first" : "further") }], "leg:first",
    "the leg that its session is named after, or another; a call alone is the first of its own", ["first", "further"]),
  field("id", "", "text", [text("id", "id")], "id:01hx0000000000000000000000", "id of the call"),
  field("time", "started started_at", "time", [moment("started_at", "startedAtUs")], "time:2026-11-20T10:00..2026-11-20T12:00", "when it began (UTC unless a zone is given)"),
  field("answered", "answered_at", "time", [moment("answered_at", "answeredAtUs")], "answered:*", "when it was answered"),
  field("ended", "ended_at", "time", [moment("ended_at", "endedAtUs")], "ended>2026-11-20T12:00", "when it ended"),
  field("last", "", "range", [], "last:2h", "began within this time before now"),
  field("raw", "", "raw", [], 'raw:"X-Custom: 1"', "text anywhere in a message; scans the archive"),
];

function measuredText(column: string, get: (call: Call) => string): Source {
  return { kind: "text", column, get };
}

const BY_NAME: ReadonlyMap<string, Field> = new Map(FIELDS.flatMap((entry) => [entry.name, ...entry.aliases].map((name) => [name, entry])));

/** By name or alias, in any case. */
export const fieldNamed = (name: string): Field | undefined => BY_NAME.get(name.toLowerCase());
export const fieldNames = (): IterableIterator<string> => BY_NAME.keys();
