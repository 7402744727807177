// By what KPIs may be split: each dimension says which values a call has in it, and which query finds the calls of one value.
import type { Call } from "../call.ts";
import { hostOf } from "../query/ip.ts";

export interface Dimension {
  name: string;
  description: string;
  /**
   * text, number: one value a call. list: a call counts once under each of its items. last: the host of the last `ip:port` item.
   * prefix: the first digits of a number.
   */
  kind: "text" | "number" | "list" | "last" | "prefix";
  column: string;
  /** Few enough values that they are counted ahead when a day is closed. */
  bounded: boolean;
  values(call: Call, digits: number): readonly string[];
  /** Query text of the calls with this value; "" stands for "has none". */
  query(value: string, digits: number): string;
}

export const DEFAULT_PREFIX_DIGITS = 4;
export const MOST_PREFIX_DIGITS = 15;

const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
const byField = (field: string) => (value: string): string => `${field}:${quoted(value)}`;

type TextKey = { [K in keyof Call]: Call[K] extends string ? K : never }[keyof Call];
type ListKey = { [K in keyof Call]: Call[K] extends readonly string[] ? K : never }[keyof Call];
const text = (name: string, column: string, key: TextKey, description: string, bounded = false, field = name): Dimension =>
  ({ name, description, kind: "text", column, bounded, values: (call) => [call[key]], query: byField(field) });
/** An item that stands twice in the list counts once. */
const list = (name: string, column: string, key: ListKey, description: string, bounded = false, field = name): Dimension =>
  ({ name, description, kind: "list", column, bounded, values: (call) => (call[key].length === 0 ? [""] : [...new Set(call[key])]), query: byField(field) });
const number = (name: string, column: string, of: (call: Call) => number | null, description: string, bounded = false): Dimension =>
  ({ name, description, kind: "number", column, bounded, values: (call) => [String(of(call) ?? "")], query: (value) => (value === "" ? `${name}:""` : `${name}:${value}`) });

/** `+4930` of `+493012345`; "" when it does not begin like a number. */
export function prefixOf(user: string, digits: number): string {
  return new RegExp(`^\\+?[0-9]{1,${digits}}`).exec(user)?.[0] ?? "";
}

function prefixQuery(value: string, digits: number): string {
  if (value === "") return "NOT ruri:/^\\+?[0-9]/";
  const plain = value.replace("+", "\\+");
  return value.replace("+", "").length === digits ? `ruri:/^${plain}/` : `ruri:/^${plain}($|[^0-9])/`;
}

export const KPI_DIMENSIONS: readonly Dimension[] = [
  list("tenant", "tenants", "tenants", "tenant; a call of several counts under each", true),
  {
    name: "trunk", description: "host that the first request was sent on to in the end: the last of its hops", kind: "last", column: "hops", bounded: true,
    values: (call) => [hostOf(call.hops.at(-1) ?? "")], query: (value) => (value === "" ? 'hop:""' : `trunk:${quoted(value)}`),
  },
  {
    name: "prefix", description: "first digits of the dialled number (request URI), with its +", kind: "prefix", column: "ruri_user", bounded: true,
    values: (call, digits) => [prefixOf(call.ruriUser, digits)], query: prefixQuery,
  },
  list("agent", "agents", "agents", "capture agent; a call seen by several counts under each", true),
  number("code", "status_code", (call) => call.statusCode || null, "final status code", true),
  number("cause", "reason_cause", (call) => call.reason?.cause ?? null, "cause of the Reason header (Q.850 or SIP)", true),
  text("src", "src_ip", "src", "sender of the first request", true), text("dst", "dst_ip", "dst", "receiver of the first request", true),
  text("direction", "direction", "direction", "seen from the own networks", true), text("state", "state", "state", "how the call stands or ended", true),
  text("kind", "kind", "kind", "call, registration, …", true), text("transport", "transport", "transport", "transport of the first request", true),
  text("caller", "from_user", "fromUser", "user of From", false, "from"), text("callee", "to_user", "toUser", "user of To", false, "to"),
  text("number", "ruri_user", "ruriUser", "user of the request URI: the dialled number", false, "ruri"),
  list("ua", "user_agents", "userAgents", "User-Agent or Server of any party; a call counts under each"),
  list("codec", "codecs", "codecs", "codec negotiated; a call counts under each", true),
];

const BY_NAME: ReadonlyMap<string, Dimension> = new Map(KPI_DIMENSIONS.map((each) => [each.name, each]));
export const kpiDimension = (name: string): Dimension | undefined => BY_NAME.get(name);
