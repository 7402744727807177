// A store in arrays: for `sipglass open`, for tests, and as the plain meaning of the contract that the others are held to.
import {
  NOT_EXAMINED, SipglassError, applyExamination, asSeen, callFromRow, decodeCalls, encodeCalls, fold, scopeAllows, tallyCalls, toPredicate, valuesOfField,
  type Agent, type Call, type Examination, type KpiAnswer, type KpiQuestion, type Query, type Registration, type Scope, type SessionChange, type TimeRange, type ValueCount,
} from "@sipglass/model";
import type { BucketCount, Checkpoint, MatchingLeg, SearchOptions, SessionBuckets, Store, Unexamined } from "../store.ts";

export async function openMemoryStore(): Promise<Store> {
  return new MemoryStore();
}

class MemoryStore implements Store {
  private readonly calls = new Map<string, Call>();
  private readonly byAor = new Map<string, Registration>();
  private readonly agentsByKey = new Map<string, Agent>();
  private readonly byShard = new Map<string, { checkpoint: Checkpoint; open: Map<string, string> }>();

  async append(...[batch, checkpoints, registrations]: Parameters<Store["append"]>): Promise<void> {
    for (const call of decodeCalls(batch)) this.calls.set(call.id, call);
    for (const checkpoint of checkpoints) {
      const open = this.byShard.get(checkpoint.shard)?.open ?? new Map<string, string>();
      for (const { id, json } of checkpoint.openCalls) {
        if (json === null) open.delete(id);
        else open.set(id, json);
      }
      this.byShard.set(checkpoint.shard, { checkpoint, open });
    }
    for (const registration of registrations) this.byAor.set(`${registration.aor}\n${registration.contact}`, registration);
  }

  async examine(examinations: readonly Examination[]): Promise<void> {
    for (const examination of examinations) {
      const call = this.calls.get(examination.id);
      if (!call) continue;
      applyExamination(call, examination);
      call.revision += 1;
    }
  }

  async rejoin(changes: readonly SessionChange[]): Promise<void> {
    for (const { id, sessionId, firstLegs } of changes) {
      const call = this.calls.get(id);
      if (call) Object.assign(call, { sessionId, firstLegs, revision: call.revision + 1 });
    }
  }

  async unexamined(limit: number): Promise<Unexamined> {
    const found = [...this.calls.values()].filter(({ projectionVersion }) => projectionVersion === NOT_EXAMINED);
    const calls = found.sort((a, b) => Number(isTroubled(b)) - Number(isTroubled(a)) || inOrder(b, a)).slice(0, limit).map(copy);
    return { calls, total: found.length };
  }

  async search(scope: Scope, { query, fromUs, toUs, limit, cursor, order }: SearchOptions) {
    if (!Number.isInteger(limit) || limit < 1) throw new SipglassError("bad_request", { field: "limit" });
    const found = this.matching(scope, { query, fromUs, toUs }).sort(order === "newest" ? (a, b) => inOrder(b, a) : inOrder);
    const from = cursor === undefined ? 0 : placeAfter(found, cursor, order);
    const items = found.slice(from, from + limit).map(copy);
    const last = items.at(-1);
    return { items, next: last && from + limit < found.length ? `${last.startedAtUs}.${last.id}` : null, partial: false, warnings: [] };
  }

  async find(scope: Scope, id: string): Promise<Call | null> {
    const call = this.calls.get(id);
    return call && scopeAllows(scope, call.tenants) ? copy(asSeen(call, scope)) : null;
  }

  findByCallId(scope: Scope, callId: string): Promise<Call[]> {
    return this.newest(scope, (call) => call.callId === callId);
  }

  findBySession(scope: Scope, sessionId: string): Promise<Call[]> {
    return this.newest(scope, (call) => call.sessionId === sessionId);
  }

  async findBySessions(scope: Scope, sessionIds: readonly string[]): Promise<Call[]> {
    return (await this.newest(scope, (call) => sessionIds.includes(call.sessionId))).reverse();
  }

  async count(scope: Scope, options: TimeRange & { query: Query }): Promise<number> {
    return this.matching(scope, options).length;
  }

  async histogram(scope: Scope, options: TimeRange & { query: Query; buckets: number }): Promise<BucketCount[]> {
    return inBuckets(this.matching(scope, options), options);
  }

  async sessionHistogram(scope: Scope, options: TimeRange & { query: Query; buckets: number }, live: readonly MatchingLeg[]): Promise<SessionBuckets> {
    const bySession = Map.groupBy([...this.matching(scope, options), ...live], ({ sessionId }) => sessionId);
    const earliest = Array.from(bySession.values(), (legs) => legs.sort(inOrder)[0]!);
    return { buckets: inBuckets(earliest, options), further: earliest.filter(({ id, sessionId }) => id !== sessionId).length };
  }

  async kpi(scope: Scope, question: KpiQuestion): Promise<KpiAnswer> {
    return tallyCalls(this.calls.values(), scope, question);
  }

  async complete(scope: Scope, field: string, prefix: string, limit: number): Promise<ValueCount[]> {
    return valuesOfField(this.visible(scope), field, prefix, limit);
  }

  async registrations(scope: Scope, { prefix = "", limit }: { prefix?: string; limit: number }): Promise<Registration[]> {
    if (scope.kind !== "all") return [];
    const found = [...this.byAor.values()].filter(({ aor }) => fold(aor).startsWith(fold(prefix)));
    return found.sort((a, b) => b.lastSeenAtUs - a.lastSeenAtUs || (a.aor + a.contact < b.aor + b.contact ? -1 : 1)).slice(0, limit);
  }

  async saveAgents(agents: readonly Agent[]): Promise<void> {
    for (const agent of agents) this.agentsByKey.set(`${agent.name}\n${agent.id}\n${agent.peer}`, agent);
  }

  async agents(): Promise<Agent[]> {
    return [...this.agentsByKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, agent]) => agent);
  }

  async checkpoints() {
    return [...this.byShard.values()].map(({ checkpoint, open }) => ({ ...checkpoint, openCalls: [...open].map(([id, json]) => ({ id, json })) }));
  }

  async storedBeyond(positions: Record<string, number>): Promise<Map<string, Record<string, number>>> {
    const found = new Map<string, Record<string, number>>();
    for (const { callId, refs } of this.calls.values()) {
      for (const { writer, sequences } of refs) {
        const last = sequences.at(-1) ?? -1;
        if (!Object.hasOwn(positions, writer) || last < positions[writer]!) continue;
        const known = found.get(callId) ?? {};
        known[writer] = Math.max(known[writer] ?? -1, last);
        found.set(callId, known);
      }
    }
    return found;
  }

  async dropBefore(us: number, sparedBeforeUs = 0): Promise<number> {
    const gone = [...this.calls.values()].filter(({ startedAtUs }) => startedAtUs < us && startedAtUs >= sparedBeforeUs);
    for (const { id } of gone) this.calls.delete(id);
    return gone.length;
  }

  async seal(): Promise<void> {}

  async clear(): Promise<void> {
    this.calls.clear();
    this.byAor.clear();
    this.byShard.clear();
  }

  async sizeBytes(): Promise<number> {
    return 0;
  }

  async close(): Promise<void> {}

  private *visible(scope: Scope): Iterable<Call> {
    for (const call of this.calls.values()) if (scopeAllows(scope, call.tenants)) yield asSeen(call, scope);
  }

  private matching(scope: Scope, { query, fromUs, toUs }: TimeRange & { query: Query }): Call[] {
    const matches = toPredicate(query);
    return [...this.visible(scope)].filter((call) => call.startedAtUs >= fromUs && call.startedAtUs < toUs && matches(call));
  }

  private async newest(scope: Scope, wanted: (call: Call) => boolean): Promise<Call[]> {
    return [...this.visible(scope)].filter(wanted).sort((a, b) => inOrder(b, a)).map(copy);
  }
}

const isTroubled = ({ state, retransmissions, partial }: Call): boolean =>
  !(state === "completed" || state === "busy" || state === "cancelled") || retransmissions > 0 || partial !== "";
const inOrder = (a: MatchingLeg, b: MatchingLeg): number => a.startedAtUs - b.startedAtUs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function inBuckets(legs: readonly MatchingLeg[], { fromUs, toUs, buckets }: TimeRange & { buckets: number }): BucketCount[] {
  if (!(buckets >= 1 && buckets <= 10_000) || !(toUs > fromUs)) throw new SipglassError("bad_request", { field: "buckets" });
  const widthUs = (toUs - fromUs) / buckets;
  const counts = Array.from({ length: buckets }, (_, i): BucketCount => ({ atUs: Math.round(fromUs + i * widthUs), byState: {} }));
  for (const { startedAtUs, state } of legs) {
    const { byState } = counts[Math.min(buckets - 1, Math.floor((startedAtUs - fromUs) / widthUs))]!;
    byState[state] = (byState[state] ?? 0) + 1;
  }
  return counts;
}

/** What is handed out is the reader's to change. */
const copy = (call: Call): Call => callFromRow(encodeCalls([call]).columns.map((column) => column[0] ?? null));

function placeAfter(found: readonly Call[], cursor: string, order: "newest" | "oldest"): number {
  const match = /^(\d{1,16})\.(.+)$/s.exec(cursor);
  if (!match) throw new SipglassError("bad_request", { field: "cursor" });
  const [us, id] = [Number(match[1]), match[2]!];
  const sign = order === "newest" ? -1 : 1;
  const place = found.findIndex((call) => sign * (call.startedAtUs - us || (call.id < id ? -1 : call.id > id ? 1 : 0)) > 0);
  return place < 0 ? found.length : place;
}
