// The shapes of what an installation says of itself: names of hosts, imports, settings, codecs, rules, health.

export interface AliasJson {
  address: string;
  name: string;
  /** "" for none. */
  colour: string;
  changed_by: string;
  changed_at: string;
}

export interface ImportJson {
  state: "running" | "done" | "failed";
  file: string;
  user: string;
  at: string;
  bytes: number;
  total_bytes: number;
  packets: number;
  calls: number;
  problem: string;
  /** Of its first and last SIP message. */
  from: string | null;
  to: string | null;
}

export interface SettingJson {
  name: string;
  env: string;
  flag: string;
  value: string;
  origin: string;
  help: string;
  secret: boolean;
}

export interface CodecJson {
  name: string;
  scale: string;
  ie: number;
  bpl: number;
  frame_ms: number;
  look_ahead_ms: number;
  estimated: boolean;
  assumed: string;
}

export interface CorrelationRuleJson {
  id: string;
  kind: "header" | "call_id_pattern";
  value: string;
  changed_by: string;
  changed_at: string;
}

export interface DropJson {
  room: string;
  reason: string;
  count: number;
}

/** Of who does not see everything only the status comes. */
export interface HealthJson {
  status: "ok" | "degraded" | "down";
  version: string;
  started_at: string;
  store: { kind: string; ok: boolean; latency_ms: number; size_bytes: number };
  archive: { state: "ok" | "disk_full"; size_bytes: number; stored_through_at: string | null };
  disk: { free_bytes: number; total_bytes: number };
  recovery: { state: "done" | "running"; packets: number };
  examining: { examined: number; failed: number; unexamined: number; backlog: number; lag_s: number };
  received: number;
  stored: number;
  duplicates: number;
  spooled_bytes: number;
  dropped: DropJson[];
  live_calls: number;
  warnings: string[];
  /** Ports by transport. */
  hep: Record<string, number>;
}
