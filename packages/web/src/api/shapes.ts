// The shapes the API answers with, beyond those the model owns (calls and messages): docs/reference/api.md in types.
import type {
  CallJson,
  CallState,
  Check,
  Diagnosis,
  Evidence,
  Finding,
  Link,
  MessageJson,
  Quality,
  QualityReport,
  Registration,
  Stream,
} from "@sipglass/model";
import type { JsonOf } from "./json-of.ts";

export type { Ladder, LadderRow } from "@sipglass/analyse";
export type { CallJson, MediaExchangeJson, MessageJson, NegotiatedMediaJson, NegotiationJson } from "@sipglass/model";

export interface List<T> {
  items: T[];
  next: string | null;
  partial: boolean;
  warnings: string[];
}

export interface HistogramBucket {
  at: string;
  by_state: Partial<Record<CallState, number>>;
}

export interface Histogram {
  from: string;
  to: string;
  bucket_s: number;
  items: HistogramBucket[];
  total: number;
  /** Sessions that are counted at a leg which is not their first. */
  further: number;
}

export interface LiveChanges {
  changes: { change: "new" | "changed"; call: CallJson }[];
  /** How many calls' changes were let go because this page was too slow. */
  skipped?: number;
}

export interface User {
  username: string;
  display_name?: string;
  /** "local" keeps its password here. */
  source?: "local" | "oidc" | "ldap";
  role: string;
  tenants: string[];
}

export interface ImportDone {
  file: string;
  packets: number;
  sip_messages: number;
  refused: Record<string, number>;
  calls: number;
  /** Of its first and last SIP message. */
  from: string | null;
  to: string | null;
}

export interface AgentJson {
  name: string;
  id: number;
  peer: string;
  transport: string;
  packets: number;
  bytes: number;
  first_seen_at: string | null;
  last_seen_at: string | null;
  refused: Record<string, number>;
  clock_skew_us: number;
  /** Beside the other agents that saw the same messages. */
  clock_offset_ms: number | null;
  quarantined: number;
}

export interface RegistrationJson {
  aor: string;
  contact: string;
  state: Registration["state"];
  registered_at: string | null;
  last_seen_at: string | null;
  expires_s: number;
  src: string;
  dst: string;
  user_agent: string;
  status_code: number | null;
  accepted: number;
  refused: number;
  /** Times it came back after it had run out, been taken back or been refused. */
  flaps: number;
  call_id: string;
  agent: string;
}

export type DiagnosisJson = JsonOf<Diagnosis>;
export type FindingJson = JsonOf<Finding>;
export type EvidenceJson = JsonOf<Evidence>;
export type CheckJson = JsonOf<Check>;
export type QualityJson = JsonOf<Quality>;
export type StreamJson = JsonOf<Stream>;
export type QualityReportJson = JsonOf<QualityReport>;
export type LinkJson = JsonOf<Link>;

/** The session of a call: its legs, why they are one, and what else may belong to it. */
export interface LinksJson {
  session_id: string;
  legs: CallJson[];
  /** Calls outside of the session that links point to. */
  possible: CallJson[];
  links: LinkJson[];
  /** How many more legs are possible than are listed. */
  more_possible: number;
}

/** A row of the list grouped by session. */
export interface SessionRowJson {
  session_id: string;
  legs: number;
  /** Ids of the legs that meet the query. */
  matched: string[];
  /** The earliest leg. */
  call: CallJson;
}

export interface KpiJson {
  id: string;
  value: number | null;
  unit: "%" | "s" | "ms" | "mos";
  numerator: number;
  denominator: number;
  /** Too few below the line to say much. */
  few: boolean;
  percentiles: { p50: number; p95: number; p99: number } | null;
  /** What finds the calls above and below the line. */
  query: { numerator: string; denominator: string };
}

/** With what has to be printed beside the number. */
export interface DefinedKpiJson extends KpiJson {
  name: string;
  title: string;
  formula: string;
  rule: string;
  source: string;
}

export interface KpisJson {
  from: string;
  to: string;
  total: { calls: number; counts: Record<string, number>; kpis: DefinedKpiJson[] };
}

export interface TimeSeriesJson {
  from: string;
  to: string;
  bucket_s: number;
  query: string;
  calls: number[];
  series: { id: string; name: string; unit: KpiJson["unit"]; points: { at: string; value: number | null; few: boolean }[] }[];
}

export interface TopItemJson {
  /** "" = has none. */
  value: string;
  calls: number;
  attempts: number;
  answered: number;
  failed: number;
  talk_s: number;
  query: string;
}

export interface TopJson {
  by: string;
  items: TopItemJson[];
  truncated: boolean;
}

export interface DistributionJson {
  of: string;
  unit: "ms" | "mos";
  count: number;
  rule: string;
  query: string;
  percentiles: Record<string, number> | null;
  buckets: { from: number; to: number; count: number }[];
}

export interface WeekJson {
  from: string;
  to: string;
  of: string;
  unit: string;
  zone: string;
  query: string;
  /** weekday: 1 = Monday. */
  cells: { weekday: number; hour: number; value: number | null; numerator: number; denominator: number }[];
}

export type CallsList = List<CallJson>;
export type MessagesList = List<MessageJson>;

/** A link for somebody without an account, as its maker sees it. */
export interface ShareJson {
  id: string;
  user: string;
  kind: "call" | "session";
  object: string;
  masked: boolean;
  created_at: string;
  expires_at: string;
  last_used_at: string | null;
}
