// A test double: questions answered from arrays, with the true predicate of the query language and the true rule of scopes. It keeps
// what it was asked with which scope, so that a test can see that no read goes without one.
import { emptyCall, PAYLOAD_TYPE, scopeAllows, tallyCalls, toPredicate } from "@sipglass/model";
import type { Agent, Call, CorrelationRule, Link, LinkDecision, MessageView, Query, Registration, Scope } from "@sipglass/model";
import type { Health, LiveChange, Questions } from "../book/questions.ts";
import { packetKey } from "../imported.ts";
import { hepFramesOf } from "../search/migration.ts";

type Archived = Awaited<ReturnType<Questions["packets"]>>[number];

export interface FixtureQuestions extends Questions {
  calls: Call[];
  messagesByCall: Map<string, MessageView[]>;
  archived: Archived[];
  asked: { question: string; scope: Scope }[];
  imported: { file: string; bytes: Uint8Array }[];
  linked: Link[];
  decided: { from: string; to: string; decision: LinkDecision | undefined }[];
  rules: readonly CorrelationRule[];
  health_: Health;
  subscribers(): number;
  /** A call appears or changes: stored, and told to whom it concerns. */
  happen(call: Call, change?: LiveChange["change"]): void;
}

const EPOCH_US = Date.UTC(2026, 10, 20, 10) * 1000;

export function callOf(id: string, change: Partial<Call> = {}): Call {
  return {
    ...emptyCall(id, `${id}@fixture.example`), kind: "call", state: "completed", startedAtUs: EPOCH_US, lastSeenAtUs: EPOCH_US + 5e6,
    fromUser: "1001", toUser: "1002",
    caller: "1001", callee: "1002", src: "192.0.2.1", srcPort: 5060, dst: "192.0.2.2", dstPort: 5060, statusCode: 200, statusText: "OK",
    messages: 1, ...change,
  };
}

export function messageOf(call: Call, change: Partial<MessageView> = {}): MessageView {
  return {
    ref: `c1-1-0.call:${call.id.length}`, timeUs: call.startedAtUs, receivedUs: call.startedAtUs, payloadType: PAYLOAD_TYPE.SIP,
    method: "INVITE", statusCode: 0,
    statusText: "", cseq: 1, cseqMethod: "INVITE", callId: call.callId, branch: "z9hG4bK1", fromTag: "a", toTag: "",
    requestUri: "sip:1002@fixture.example",
    src: call.src, srcPort: call.srcPort, dst: call.dst, dstPort: call.dstPort, transport: "udp", agent: "sbc1", retransmission: false,
    alsoSeenBy: [], bodyKind: "",
    raw: `INVITE sip:1002@fixture.example SIP/2.0\r\nCall-ID: ${call.callId}\r\nContent-Length: 0\r\n\r\n`, ...change,
  };
}

export const healthy = (): Health => ({
  status: "ok", version: "0.0.0", startedAtUs: EPOCH_US, store: { kind: "fixture", ok: true, latencyMs: 1, sizeBytes: 1 },
  archive: { state: "ok", sizeBytes: 1, storedThrough: { "c1-1-0.call": 4 }, storedThroughUs: EPOCH_US },
  disk: { freeBytes: 5e9, totalBytes: 10e9 }, spooledBytes: 0, recovery: { state: "done", packets: 0 }, examining: { examined: 1, failed: 0, unexamined: 0, backlog: 0, lagSeconds: 0 },
  received: 4, stored: 4, duplicates: 0, dropped: [], liveCalls: 0, warnings: [],
});

const AGENT: Agent = {
  name: "sbc1", id: 1, peer: "192.0.2.9", transport: "udp", packets: 4, bytes: 4000, firstSeenAtUs: EPOCH_US, lastSeenAtUs: EPOCH_US,
  refused: {}, clockSkewUs: -3, quarantined: 0,
};
const REGISTRATION: Registration = {
  aor: "sip:1001@fixture.example", contact: "sip:1001@192.0.2.1", state: "registered", registeredAtUs: EPOCH_US, lastSeenAtUs: EPOCH_US,
  expiresS: 60, src: "192.0.2.1",
  srcPort: 5060, dst: "192.0.2.2", dstPort: 5060, userAgent: "phone", statusCode: 200, accepted: 1, refused: 0, flaps: 0, callId: "r1", agent: "sbc1",
};

export function createQuestions(calls: Call[] = []): FixtureQuestions {
  const asked: FixtureQuestions["asked"] = [];
  const subscribers = new Set<{ scope: Scope; query: Query; tell: (changes: LiveChange[]) => void }>();
  const note = (question: string, scope: Scope): void => void asked.push({ question, scope });
  const visible = (question: string, scope: Scope): Call[] => {
    note(question, scope);
    return fixture.calls.filter((call) => scopeAllows(scope, call.tenants)).sort((a, b) => b.startedAtUs - a.startedAtUs);
  };
  const within = (question: string, scope: Scope, { query, fromUs, toUs }: { query: Query; fromUs: number; toUs: number }): Call[] =>
    visible(question, scope).filter(toPredicate(query)).filter((call) => call.startedAtUs >= fromUs && call.startedAtUs < toUs);

  const fixture: FixtureQuestions = {
    linked: [], decided: [], rules: [], calls, asked, messagesByCall: new Map(), archived: [], imported: [], health_: healthy(), subscribers: () => subscribers.size,
    happen(call, change = "new") {
      fixture.calls = [...fixture.calls.filter(({ id }) => id !== call.id), call];
      for (const { scope, query, tell } of subscribers) {
        if (scopeAllows(scope, call.tenants) && toPredicate(query)(call)) tell([{ call, change }]);
      }
    },
    async search(scope, options) {
      const found = within("search", scope, options);
      const ordered = options.order === "newest" ? found : found.reverse();
      const begin = Number(options.cursor ?? 0);
      const next = begin + options.limit < ordered.length ? String(begin + options.limit) : null;
      return { items: ordered.slice(begin, begin + options.limit), next, partial: false, warnings: [] };
    },
    find: async (scope, id) => visible("find", scope).filter((call) => call.id === id || call.callId === id),
    session: async (scope, id) => visible("session", scope).filter((call) => call.sessionId === id),
    async sessions(scope, options) {
      const found = Map.groupBy(within("sessions", scope, options).reverse(), ({ sessionId }) => sessionId);
      return { items: Array.from(found, ([id, legs]) => ({ id, legs, matched: legs.map((leg) => leg.id) })).reverse(), next: null, partial: false, warnings: [] };
    },
    async links(scope, call) {
      const all = visible("links", scope).reverse();
      const legs = all.filter(({ sessionId }) => sessionId === call.sessionId);
      const possible = all.filter(({ id }) => fixture.linked.some(({ from, to, verdict }) => verdict === "possible" && (from === id || to === id)) && !legs.some((leg) => leg.id === id));
      const shown = new Set([...legs, ...possible].map(({ id }) => id));
      return { sessionId: call.sessionId, legs, possible, morePossible: 0, links: fixture.linked.filter(({ from, to }) => shown.has(from) && shown.has(to)) };
    },
    async decideLink(from, to, decision) {
      fixture.decided.push({ from, to, decision });
    },
    async linkKnowledge(_decisions, rules) {
      fixture.rules = rules;
    },
    async messages(scope, call) {
      note("messages", scope);
      return fixture.messagesByCall.get(call.id) ?? [messageOf(call)];
    },
    async packets(scope) {
      note("packets", scope);
      return fixture.archived;
    },
    async histogram(scope, options) {
      const byState: Record<string, number> = {};
      for (const { state } of within("histogram", scope, options)) byState[state] = (byState[state] ?? 0) + 1;
      return [{ atUs: options.fromUs, byState }];
    },
    async sessionHistogram(scope, options) {
      const byState: Record<string, number> = {};
      const earliest = [...Map.groupBy(within("sessionHistogram", scope, options), ({ sessionId }) => sessionId).values()].map((legs) => legs.at(-1)!);
      for (const { state } of earliest) byState[state] = (byState[state] ?? 0) + 1;
      return { buckets: [{ atUs: options.fromUs, byState }], further: earliest.filter(({ id, sessionId }) => id !== sessionId).length };
    },
    kpi: async (scope, question) => tallyCalls(visible("kpi", scope), scope, question),
    count: async (scope, options) => within("count", scope, options).length,
    async complete(scope, _field, prefix, limit) {
      const values = new Set(visible("complete", scope).map(({ fromUser }) => fromUser));
      return [...values].filter((value) => value.startsWith(prefix)).slice(0, limit);
    },
    async registrations(scope) {
      note("registrations", scope);
      return scope.kind === "all" ? [REGISTRATION] : [];
    },
    async agents(scope) {
      note("agents", scope);
      return scope.kind === "all" ? [AGENT] : [];
    },
    subscribe(scope, query, tell) {
      note("subscribe", scope);
      const subscriber = { scope, query, tell };
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    async importCapture(file, bytes) {
      fixture.imported.push({ file, bytes });
      return { file, packets: bytes.length, sipMessages: bytes.length, refused: {}, calls: 1, fromUs: 0, toUs: 0 };
    },
    async importedKeys(scope) {
      note("importedKeys", scope);
      return fixture.imported.flatMap(({ bytes }) => hepFramesOf(bytes)).map(packetKey);
    },
    health: async () => fixture.health_,
    metrics: async () => "# TYPE sipglass_fixture gauge\nsipglass_fixture 1\n",
  };
  return fixture;
}
