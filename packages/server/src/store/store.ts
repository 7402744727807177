// The one interface that every store meets (store.contract.ts proves it). A Scope is a required argument of every read.
import type { Call, CallBatch, Examination, KpiAnswer, KpiQuestion, Page, Query, Registration, Agent, Scope, SessionChange, TimeRange, ValueCount } from "@sipglass/model";

/** State of one shard that recovery starts from; stored in the same transaction as the rows emitted before it. */
export interface Checkpoint {
  /** `COLLECTOR-BOOT-SHARD`. */
  shard: string;
  /** Per class: every packet below this sequence is accounted for in stored rows or in `openCalls`. */
  replayFrom: Record<string, number>;
  /** Open calls that began before `replayFrom`, as the tracker wrote them; only the changed ones, null = closed meanwhile. */
  openCalls: { id: string; json: string | null }[];
  takenAtUs: number;
}

export interface SearchOptions extends TimeRange {
  query: Query;
  /** 1..1000 */
  limit: number;
  /** From Page.next. */
  cursor?: string;
  order: "newest" | "oldest";
}

export interface Unexamined {
  /** Those with trouble first, then the newest. */
  calls: Call[];
  /** How many there are in all. */
  total: number;
}

export interface BucketCount {
  atUs: number;
  /** Calls started in the bucket, by state. */
  byState: Record<string, number>;
}

/** A leg that was found to match, and where it counts. */
export interface MatchingLeg {
  id: string;
  /** By the name that the scope knows it by. */
  sessionId: string;
  startedAtUs: number;
  state: string;
}

/** Sessions with a leg that matches, each counted once: at the earliest such leg, by the state of that. */
export interface SessionBuckets {
  buckets: BucketCount[];
  /** How many of them count at a leg that is not the first of its session. */
  further: number;
}

export interface Store {
  /** One transaction. The same id again is a newer revision and replaces the older in every read. */
  append(batch: CallBatch, checkpoints: readonly Checkpoint[], registrations: readonly Registration[]): Promise<void>;
  /** Puts what examining found on stored rows; of a call that is not stored, nothing. */
  examine(examinations: readonly Examination[]): Promise<void>;
  /** Stored calls that nobody examined. Stores that seal days may pass over sealed ones. */
  unexamined(limit: number): Promise<Unexamined>;
  search(scope: Scope, options: SearchOptions): Promise<Page<Call>>;
  /** By `id`. */
  find(scope: Scope, id: string): Promise<Call | null>;
  findByCallId(scope: Scope, callId: string): Promise<Call[]>;
  /** By the name that the scope knows it by, as calls that are read in it have it. */
  findBySession(scope: Scope, sessionId: string): Promise<Call[]>;
  /** Calls of all these sessions, named as for findBySession; oldest first. */
  findBySessions(scope: Scope, sessionIds: readonly string[]): Promise<Call[]>;
  /** Stored calls whose session has another id now, for all or for some; those that are not stored are passed over. */
  rejoin(changes: readonly SessionChange[]): Promise<void>;
  count(scope: Scope, options: TimeRange & { query: Query }): Promise<number>;
  histogram(scope: Scope, options: TimeRange & { query: Query; buckets: number }): Promise<BucketCount[]>;
  /** `live`: matching legs that are not stored yet; a session may have some here and some there. */
  sessionHistogram(scope: Scope, options: TimeRange & { query: Query; buckets: number }, live: readonly MatchingLeg[]): Promise<SessionBuckets>;
  /** Counts from which KPIs are drawn; `tallyCalls` of the model says what every store must answer. */
  kpi(scope: Scope, question: KpiQuestion): Promise<KpiAnswer>;
  /** Values of a field of the query language that begin with `prefix`, most frequent first. */
  complete(scope: Scope, field: string, prefix: string, limit: number): Promise<ValueCount[]>;
  registrations(scope: Scope, options: { prefix?: string; limit: number }): Promise<Registration[]>;
  saveAgents(agents: readonly Agent[]): Promise<void>;
  agents(): Promise<Agent[]>;
  /** Checkpoints with their merged open calls. */
  checkpoints(): Promise<(Checkpoint & { openCalls: { id: string; json: string }[] })[]>;
  /** Call-ID → highest stored sequence per writer, for rows that hold a packet at or beyond the given positions: what replay must skip. */
  storedBeyond(positions: Record<string, number>): Promise<Map<string, Record<string, number>>>;
  /**
   * Drops calls that started before; returns how many. Day-grained stores may keep up to a day more. Calls that started before
   * `sparedBeforeUs` stay: they come from captures older than this installation and were brought in on purpose.
   */
  dropBefore(us: number, sparedBeforeUs?: number): Promise<number>;
  /** Moves closed days out of the hot tables. */
  seal(beforeUs: number): Promise<void>;
  /** Empties all derived tables: before a rebuild. */
  clear(): Promise<void>;
  sizeBytes(): Promise<number>;
  close(): Promise<void>;
}
