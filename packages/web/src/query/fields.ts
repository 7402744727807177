// The fields a query may name, as the search bar offers them: the model's table, in the order in which people reach for them.
import { FIELDS } from "@sipglass/model";
import type { Field } from "@sipglass/model";

export interface QueryField {
  name: string;
  hint: string;
  example: string;
  /** The whole set of values, where it is small and fixed. */
  values?: readonly string[];
  /** Values worth asking /complete for. */
  complete?: boolean;
}

const FIRST = [
  "from",
  "to",
  "number",
  "state",
  "code",
  "callid",
  "ip",
  "last",
  "ua",
  "agent",
  "mos",
  "pdd",
  "talk",
  "finding",
  "src",
  "dst",
  "domain",
  "kind",
];

/** Values people type most, where a field has no fixed set. */
const USUAL: Record<string, readonly string[]> = {
  code: ["4xx", "5xx", "6xx", "403", "404", "408", "480", "486", "487", "488", "500", "503", "603"],
  last: ["15m", "1h", "2h", "6h", "24h", "7d", "30d"],
  transport: ["udp", "tcp", "tls", "ws", "wss", "sctp"],
};

const COMPLETED: ReadonlySet<Field["type"]> = new Set(["text", "list", "ip"]);

function queryField({ name, description, example, values, type }: Field): QueryField {
  const known = values ?? USUAL[name];
  return { name, hint: description.replaceAll("`", ""), example, ...(known ? { values: known } : { complete: COMPLETED.has(type) }) };
}

const rank = ({ name }: QueryField): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);

export const QUERY_FIELDS: readonly QueryField[] = FIELDS.map(queryField).sort((a, b) => rank(a) - rank(b));
