// What the faces (HTTP, CLI against a server, alerts) may ask. The book answers from live calls and stored ones as if they were one.
import type { Agent, Call, CorrelationRule, KpiAnswer, KpiQuestion, Link, LinkDecision, MessageView, PacketRefs, Page, Query, Registration, Scope, TimeRange } from "@sipglass/model";
import type { PacketKey } from "../imported.ts";
import type { ArchivedPacket } from "../store/log/log.ts";
import type { BucketCount, SearchOptions, SessionBuckets } from "../store/store.ts";

export interface LiveChange {
  call: Call;
  /** "new" first time seen by this subscriber, "changed" after. */
  change: "new" | "changed";
}

/** How far behind those are who look for findings and quality in calls that are over. */
export interface ExaminingState {
  /** Calls, counted each time they were looked at. */
  examined: number;
  /** Those of them that could not be: packets gone, or a fault of a rule. */
  failed: number;
  /** Rows that were stored before anybody had looked. */
  unexamined: number;
  /** Stored rows that wait for idle time, as of the last look. */
  backlog: number;
  /** For how long finished calls have waited in the shards without a moment in which none did. */
  lagSeconds: number;
}

export interface Health {
  status: "ok" | "degraded" | "down";
  version: string;
  startedAtUs: number;
  store: { kind: string; ok: boolean; latencyMs: number; sizeBytes: number };
  archive: { state: "ok" | "disk_full"; sizeBytes: number; storedThrough: Record<string, number>; storedThroughUs: number };
  /** Of the file system that holds the archive. */
  disk: { freeBytes: number; totalBytes: number };
  recovery: { state: "done" | "running"; packets: number };
  examining: ExaminingState;
  received: number;
  stored: number;
  duplicates: number;
  /** Received, and on disk until the shards get to it. */
  spooledBytes: number;
  dropped: { room: string; reason: string; count: number }[];
  liveCalls: number;
  warnings: string[];
}

export interface SessionRow {
  id: string;
  /** Those that the reader may see, earliest first. */
  legs: Call[];
  /** Ids of the legs that meet the query. */
  matched: string[];
}

export interface SessionLinks {
  sessionId: string;
  legs: Call[];
  /** Legs outside of the session that links point to. */
  possible: Call[];
  links: Link[];
  /** Links to further legs that possibly belong to it; 0 where some of those may be hidden from the scope. */
  morePossible: number;
}

export interface Questions {
  search(scope: Scope, options: SearchOptions): Promise<Page<Call>>;
  /** By id, else by Call-ID (all calls with it, newest first). */
  find(scope: Scope, idOrCallId: string): Promise<Call[]>;
  /** Legs of a session, under the id that it has or had; oldest first. */
  session(scope: Scope, sessionId: string): Promise<Call[]>;
  /** As search, but sessions: each at the place of its first matching leg. */
  sessions(scope: Scope, options: SearchOptions): Promise<Page<SessionRow>>;
  /** The session of a call, why its legs are one, and what else may belong to it. */
  links(scope: Scope, call: Call): Promise<SessionLinks>;
  /** What a user said of two legs; undefined takes it back. Resolves when the sessions are what it says. */
  decideLink(from: string, to: string, decision: LinkDecision | undefined): Promise<void>;
  /** All that users said, and their rules, in place of what was known. */
  linkKnowledge(decisions: readonly LinkDecision[], rules: readonly CorrelationRule[]): Promise<void>;
  /** Messages of a call the scope may see, ordered and marked (analyse/call arrangeMessages). */
  messages(scope: Scope, call: Call): Promise<MessageView[]>;
  /** The archived packets behind it, for exports. */
  packets(scope: Scope, refs: readonly PacketRefs[]): Promise<ArchivedPacket[]>;
  histogram(scope: Scope, options: TimeRange & { query: Query; buckets: number }): Promise<BucketCount[]>;
  /** Counts sessions, as a list of sessions shows them. */
  sessionHistogram(scope: Scope, options: TimeRange & { query: Query; buckets: number }): Promise<SessionBuckets>;
  /** Counts from which KPIs are drawn (analyse/kpi), by time and dimension. */
  kpi(scope: Scope, question: KpiQuestion): Promise<KpiAnswer>;
  count(scope: Scope, options: TimeRange & { query: Query }): Promise<number>;
  complete(scope: Scope, field: string, prefix: string, limit: number): Promise<string[]>;
  registrations(scope: Scope, options: { prefix?: string; limit: number }): Promise<Registration[]>;
  agents(scope: Scope): Promise<Agent[]>;
  /** Called at most every 250 ms with what changed and matches; returns how to stop. */
  subscribe(scope: Scope, query: Query, onChanges: (changes: LiveChange[]) => void): () => void;
  /** Feeds packets of a file through the pipeline; resolves when everything is findable. */
  importCapture(file: string, bytes: Uint8Array, onProgress?: (done: ImportResult) => void): Promise<ImportResult>;
  /** Keys of packets imported under a name that are safe on disk, one each. */
  importedKeys(scope: Scope, packets: ImportedPackets): Promise<PacketKey[]>;
  health(): Promise<Health>;
  /** Prometheus text. */
  metrics(): Promise<string>;
}

export interface ImportedPackets extends TimeRange {
  /** Name under which they were imported. */
  file: string;
  /** Received about then or later: older files of the archive are not opened. */
  receivedFromUs: number;
}

export interface ImportResult {
  file: string;
  packets: number;
  sipMessages: number;
  refused: Record<string, number>;
  /** Distinct Call-IDs. */
  calls: number;
  /** Of the first and the last SIP message, epoch µs; 0 = there is none with a time. */
  fromUs: number;
  toUs: number;
}
