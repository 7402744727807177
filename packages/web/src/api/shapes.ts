// The shapes the API answers with, beyond those the model owns (calls and messages): docs/reference/api.md in types.
import type { CallJson, CallState, Check, Diagnosis, Evidence, Finding, Link, MessageJson, Quality, QualityReport, Registration, Stream } from "@sipglass/model";
import type { JsonOf } from "./json-of.ts";

export type { Ladder, LadderRow } from "@sipglass/analyse";
export type { CallJson, MessageJson } from "@sipglass/model";

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
}

export interface LiveChanges {
  changes: { change: "new" | "changed"; call: CallJson }[];
  /** How many calls' changes were let go because this page was too slow. */
  skipped?: number;
}

export interface User {
  username: string;
  display_name?: string;
  role: string;
  tenants: string[];
}

export interface ImportDone {
  file: string;
  packets: number;
  sip_messages: number;
  refused: Record<string, number>;
  calls: number;
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
}

export type CallsList = List<CallJson>;
export type MessagesList = List<MessageJson>;
