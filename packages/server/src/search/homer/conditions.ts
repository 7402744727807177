// What a search asks of rows: Homer's form fields, its smart input, or the seed's plain names, as one test on rows and one query on calls.
import { MATCH_ALL, type Query } from "@sipglass/model";
import { anyOfAll, narrowed } from "./narrowing.ts";
import { columnOf, likeTest, valueTest, type Condition, type RowTest } from "./row-test.ts";
import { parseSmartInput, type SmartOperator } from "./smart-input.ts";

/** As homer-ui sends it. */
export interface FormField {
  name: string;
  value: string;
  type?: string;
}

/** As smart input says it. */
export interface RowCondition {
  column: string;
  operator: SmartOperator;
  value: string;
}

export interface RowSearch {
  test: RowTest;
  /** Matches every call that has a row which passes. */
  query: Query;
  limit: number | undefined;
}

interface Part {
  test: RowTest;
  query: Query;
}

export function searchOfForm(fields: readonly FormField[], orLogic: boolean): RowSearch {
  const groups: Part[][] = [[]];
  let limit: number | undefined;
  for (const { name, value, type = "string" } of fields) {
    if (name === "limit") {
      limit = Number.parseInt(value, 10) || undefined;
      continue;
    }
    if (value === "") continue;
    const isOr = orLogic || value.startsWith("||");
    const part = partOf(name, value.startsWith("||") ? value.slice(2) : value, type);
    if (part === undefined) continue;
    if (isOr && groups.at(-1)!.length > 0) groups.push([]);
    groups.at(-1)!.push(part);
  }
  return { ...joined(groups.filter((group) => group.length > 0)), limit };
}

function partOf(name: string, value: string, type: string): Part | undefined {
  if (name === "smartinput") {
    const groups = parseSmartInput(value).map((group) => group.flatMap((condition) => smartPart(condition) ?? []));
    return joined(groups.filter((group) => group.length > 0));
  }
  // Values of the raw column are patterns as they are; `;` and `!=` mean nothing there.
  if (name === "raw") {
    const like = likeTest(value, true);
    return { test: ({ raw }) => like(raw), query: MATCH_ALL };
  }
  const negated = value.startsWith("!=");
  const condition: Condition = { value: negated ? value.slice(2) : value, negated, type };
  const read = columnOf(name);
  return read && { test: valueTest(read, condition), query: narrowed(name, condition) };
}

function smartPart({ column, operator, value }: RowCondition): Part | undefined {
  const read = columnOf(column);
  if (!read) return undefined;
  if (operator === "=" || operator === "!=" || operator === "LIKE") {
    const condition: Condition = { value, negated: operator === "!=", type: "string" };
    return { test: valueTest(read, condition), query: narrowed(column, condition) };
  }
  const bound = Number(value);
  const isNumber = value.trim() !== "" && Number.isFinite(bound);
  const compare = (actual: string | number): number => (isNumber ? Number(actual) - bound : String(actual) < value ? -1 : String(actual) > value ? 1 : 0);
  const holds: Record<string, (difference: number) => boolean> = { ">": (d) => d > 0, ">=": (d) => d >= 0, "<": (d) => d < 0, "<=": (d) => d <= 0 };
  return {
    test: (row) => {
      const actual = read(row);
      return actual !== undefined && actual !== "" && holds[operator]!(compare(actual));
    },
    query: MATCH_ALL,
  };
}

/** Any of the groups, all within. No condition at all lets everything through. */
function joined(groups: readonly (readonly Part[])[]): Part {
  if (groups.length === 0) return { test: () => true, query: MATCH_ALL };
  return { test: (row) => groups.some((group) => group.every(({ test }) => test(row))), query: anyOfAll(groups.map((group) => group.map(({ query }) => query))) };
}

/** Names without a table, as scripts use them: `{ "callid": "…" }`, `{ "from_user": "100%" }`. */
export function searchOfNames(names: Readonly<Record<string, string>>): RowSearch {
  const fields = Object.entries(names).map(([name, value]) => ({ name: PLAIN[name] ?? `data_header.${name}`, value }));
  return searchOfForm(fields, false);
}

const PLAIN: Readonly<Record<string, string>> = {
  callid: "sid", call_id: "sid", callId: "sid", sid: "sid", raw: "raw", limit: "limit", smartinput: "smartinput", node: "node",
  source_ip: "protocol_header.srcIp", srcIp: "protocol_header.srcIp", destination_ip: "protocol_header.dstIp", dstIp: "protocol_header.dstIp",
  source_port: "protocol_header.srcPort", srcPort: "protocol_header.srcPort", destination_port: "protocol_header.dstPort", dstPort: "protocol_header.dstPort",
  correlation_id: "protocol_header.correlation_id", fromUser: "data_header.from_user", toUser: "data_header.to_user", from: "data_header.from_user", to: "data_header.to_user",
};
