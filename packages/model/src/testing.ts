// Random calls and queries for property tests of this package and of the stores (`@sipglass/model/testing`). Values are drawn from small pools, so that
// random queries do find random calls.
import fc from "fast-check";
import { emptyCall, type Call } from "./call.ts";
import { CALL_KINDS, CALL_STATES } from "./call-state.ts";
import { FIELDS, type Field } from "./query/fields.ts";
import { and, negate, or, type Match, type Query } from "./query/query.ts";

const HOSTILE = ["'", '"', "%", "_", "\\", "*", "\u0000", "😀", "ǅ", "İ", "ΑΣ", "é", "\n", "a b", "$1", "[x]", "(", "|", "?", "--", ";"];
const USERS = ["+493012345", "493012345", "112", "alice", "Alice", "ALICE", "bob", "50%_off", "o'neil", "*21#", "Größe", "", ...HOSTILE];
const DOMAINS = ["example.com", "EXAMPLE.com", "pbx.carrier.example", "10.0.0.1", ""];
const IPS = ["10.0.0.1", "10.0.1.7", "10.128.0.1", "192.0.2.7", "172.16.255.255", "2001:db8::1", "2001:db8:ffff::2", "fe80::1", "::1", "::"];
const HOPS = ["10.0.0.1:5060", "10.0.0.11:5061", "192.0.2.7:5060", "[2001:db8::1]:5060", "[fe80::1]:5061"];
const AGENTS = ["friendly-scanner", "Asterisk PBX 20.1", "Yealink (T46)", "yealink", "", ...HOSTILE];
const CALL_IDS = ["a84b4c76e66710@pc33.example", "A84B4C76E66710@pc33.example", "0123456789abcdef0123", "x", ...HOSTILE];
const NUMBERS = [0, 1, 2, 3.5, 100, 200, 404, 486, 503, 599, 1000, 2999.999, 3000, 60_000];
const START_US = 1_795_132_800_000_000;

const from = <T>(pool: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...pool);
const some = <T>(pool: readonly T[]): fc.Arbitrary<T[]> => fc.array(from(pool), { maxLength: 3 });
const momentUs = fc.integer({ min: 0, max: 3 * 86_400 }).map((second) => START_US + second * 1_000_000 + (second % 7));
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null });
const measure = maybe(from(NUMBERS));

/** The id must be unique in a store, so the caller gives it. */
export const arbitraryCall = (id: string): fc.Arbitrary<Call> =>
  fc.record({
    sessionId: from([id, "session-a", "session-b"]), callId: from(CALL_IDS), kind: from(CALL_KINDS), direction: from(["inbound", "outbound", "unknown"] as const),
    state: from(CALL_STATES), startedAtUs: momentUs, answeredAtUs: fc.oneof(fc.constant(0), momentUs), endedAtUs: fc.oneof(fc.constant(0), momentUs),
    pddMs: measure, setupMs: measure, ringMs: measure, talkMs: measure, disconnectMs: measure,
    caller: from(USERS), callee: from(USERS), fromUser: from(USERS), fromDomain: from(DOMAINS), toUser: from(USERS), toDomain: from(DOMAINS),
    ruriUser: from(USERS), ruriDomain: from(DOMAINS), paiUser: from(USERS), src: from(IPS), srcPort: from([0, 5060, 5061]), dst: from(IPS), dstPort: from([5060]),
    hops: some(HOPS), transport: from(["udp", "tls", ""]), userAgents: some(AGENTS), statusCode: from([0, 200, 404, 486, 503]), statusText: from(["OK", "Busy Here", ""]),
    reason: maybe(fc.record({ protocol: from(["Q.850", "SIP"]), cause: from([0, 16, 34]), text: from(["no circuit", ""]) })),
    hangupCause: from(["busy", "normal_clearing", ""]), endedBy: from(["caller", "network", "unknown"] as const), codecs: some(["PCMA", "opus"]),
    messages: from(NUMBERS.filter(Number.isInteger)), retransmissions: from([0, 1, 5]), reinvites: from([0, 2]),
    mos: maybe(fc.record({ worst: from([1, 3.4, 3.5, 4.2]), average: from([3.5, 4.3]), scale: from(["nb", "wb"] as const), source: from(["rtcp", ""]) })),
    lossPct: measure, findings: fc.array(fc.record({ id: from(["one_way_audio", "slow_setup", "ab"]), severity: from(["error", "info"] as const) }), { maxLength: 2 }),
    agents: some(["edge-1", "EDGE-1", "core"]), tenants: some(["acme", "Acme", "globex"]), partial: from(["", "evicted"]), externalId: from(["", "ticket-4711"]),
    correlationIds: some(["abc123", "def"]), headers: fc.dictionary(from(["x-trunk", "x-other"]), from(["gw2", "GW2", "", "a=b", ...HOSTILE]), { noNullPrototype: true }),
    hasHidden: fc.boolean(), earlier: fc.subarray(["acme", "globex", "initech"]),
  }).map(({ hasHidden, earlier, ...parts }) => {
    const isHidden = hasHidden && parts.sessionId !== id && parts.tenants.length > 0;
    const own = parts.tenants.filter((tenant, i) => !earlier.includes(tenant) && parts.tenants.indexOf(tenant) === i);
    const firstLegs = isHidden ? [...earlier.map((tenant) => ({ tenant, id: `first-${tenant}` })), ...own.map((tenant) => ({ tenant, id }))] : [];
    return { ...emptyCall(id, parts.callId), ...parts, firstLegs, lastSeenAtUs: parts.endedAtUs };
  });

const escapePattern = (text: string): string => text.replaceAll(/[\\*]/g, "\\$&");
const pattern = fc
  .array(fc.oneof({ weight: 2, arbitrary: fc.constant("*") }, { weight: 3, arbitrary: from([...USERS, "li", "49", "E", "-"].filter((text) => text !== "")).map(escapePattern) }), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(""))
  .filter((text) => /(?:^|[^\\])(?:\\\\)*\*/.test(text));
const REGEXES = ["^a", "li.e$", "[0-9]{3}", "(?:x|\\+49)", "\\.", "é", "\\bPBX\\b", "^.$", "a|b", "[^a-z]", "\\/", "\\p{L}+ "];
const TEXTS = [...new Set([...USERS, ...DOMAINS, ...AGENTS, ...CALL_IDS, "one_way_audio", "acme", "edge-1", "pcma", "gw2", "alice@example.com", "busy", "evicted"])];

const textMatch: fc.Arbitrary<Match> = fc.oneof(
  from(TEXTS).map((value): Match => ({ type: "exact", value })),
  from([...TEXTS, "li", "49", "@e", "R"]).map((value): Match => ({ type: "contains", value })),
  pattern.map((text): Match => ({ type: "wildcard", pattern: text })),
  from(REGEXES).map((source): Match => ({ type: "regex", source })),
);
const ipMatch: fc.Arbitrary<Match> = fc.oneof(
  from([...IPS, ...HOPS, "unknown", ""]).map((value): Match => ({ type: "exact", value })),
  from(["10.0.0.*", "*:5060", "[*]:5061", "2001:db8:*", "*", "*.7", "10.*.*.1"]).map((text): Match => ({ type: "wildcard", pattern: text })),
  from(["10.0", ":5060", "db8", "5061", "0.0.1:506"]).map((value): Match => ({ type: "contains", value })),
  from(["^10\\.", "::", "[a-f]"]).map((source): Match => ({ type: "regex", source })),
  fc.oneof(
    fc.record({ address: from(IPS.filter((ip) => ip.includes("."))), bits: fc.integer({ min: 0, max: 32 }) }),
    fc.record({ address: from(IPS.filter((ip) => ip.includes(":"))), bits: fc.integer({ min: 0, max: 128 }) }),
  ).map((network): Match => ({ type: "cidr", ...network })),
);
const present: Match = { type: "wildcard", pattern: "*" };
function numberMatch(field: Field): fc.Arbitrary<Match> {
  const value = field.type === "time" ? momentUs : from(NUMBERS);
  return fc.oneof(
    fc.tuple(from(["=", "<", "<=", ">", ">="] as const), value).map(([comparison, bound]): Match => ({ type: "compare", comparison, value: bound })),
    fc.tuple(value, value).map(([a, b]): Match => ({ type: "between", low: Math.min(a, b), high: Math.max(a, b) })),
    fc.constant(present), fc.constant<Match>({ type: "exact", value: "" }),
  );
}

function termOf(field: Field): fc.Arbitrary<Query> {
  if (field.type === "number" || field.type === "duration" || field.type === "time") {
    // A comparison stands alone or in a set behind ":"; both are printable.
    return fc.array(numberMatch(field), { minLength: 1, maxLength: 2 }).map((any): Query => ({ type: "term", field: field.name, any, at: 0 }));
  }
  const match = field.type === "ip" ? ipMatch
    : field.type === "enum" ? from([...field.values!]).map((value): Match => ({ type: "exact", value }))
    : textMatch;
  const any = fc.array(match, { minLength: 1, maxLength: 2 });
  if (field.type !== "header") return any.map((matches): Query => ({ type: "term", field: field.name, any: matches, at: 0 }));
  return fc.tuple(any, from(["x-trunk", "x-other"])).map(([matches, name]): Query => ({ type: "term", field: field.name, name, any: matches, at: 0 }));
}

const BARE = ["alice", "+4930", "00493012345", "10.0.0.1", "10.0.0.1:5060", "10.0.0.0/8", "2001:db8::1", "alice@example.com", "0123456789abcdef0123", "a*e", "112", "'%_", "Größe", "or"];

/** Canonical: what parseQuery could have made. `raw`: with `raw:` terms. */
export function arbitraryQuery(options: { raw?: boolean } = {}): fc.Arbitrary<Query> {
  const leaf = fc.oneof(
    { weight: 12, arbitrary: from(FIELDS.filter(({ sources }) => sources.length > 0)).chain(termOf) },
    { weight: 2, arbitrary: from(BARE).map((value): Query => ({ type: "text", value, at: 0 })) },
    { weight: 1, arbitrary: fc.constant<Query>({ type: "all" }) },
    ...(options.raw ? [{ weight: 2, arbitrary: from(["x", 'a"b', "\\"]).map((value): Query => ({ type: "raw", value, at: 0 })) }] : []),
  );
  return fc.letrec<{ query: Query }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 3, depthIdentifier: "query" },
      { weight: 5, arbitrary: leaf },
      { weight: 1, arbitrary: tie("query").map(negate) },
      { weight: 1, arbitrary: fc.array(tie("query"), { minLength: 2, maxLength: 3 }).map(and) },
      { weight: 1, arbitrary: fc.array(tie("query"), { minLength: 2, maxLength: 3 }).map(or) },
    ),
  })).query;
}

/** Positions set to 0: what is left must survive printing and parsing. */
export function withoutPositions(query: Query): Query {
  switch (query.type) {
    case "and":
    case "or":
      return { ...query, items: query.items.map(withoutPositions) };
    case "not":
      return { ...query, item: withoutPositions(query.item) };
    case "all":
      return query;
    default:
      return { ...query, at: 0 };
  }
}
