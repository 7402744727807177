// From a condition on rows to a query on calls that loses none of them: rows are only read from calls that may have one. A message of a call
// names its parties either way round (the callee's BYE is From him), so a condition on one of them narrows to both.
import { and, MATCH_ALL, or, type Match, type Query } from "@sipglass/model";
import type { Condition } from "./row-test.ts";

/** Column → field of the query language. Columns that are not here narrow nothing. */
const FIELDS: Readonly<Record<string, string>> = {
  sid: "callid", "data_header.callid": "callid",
  "data_header.from_user": "user", "data_header.to_user": "user", "data_header.ruri_user": "number", "data_header.pid_user": "number",
  "protocol_header.srcIp": "ip", "protocol_header.dstIp": "ip",
};

export function narrowed(column: string, { value, negated }: Condition): Query {
  const field = FIELDS[column];
  if (field === undefined || negated || value === "isEmpty" || value === "isNull" || value === "") return MATCH_ALL;
  const matches = value.split(";").map((item) => matchOf(item));
  const any = matches.filter((match) => match !== undefined);
  return any.length === matches.length ? { type: "term", field, any, at: 0 } : MATCH_ALL;
}

function matchOf(value: string): Match | undefined {
  if (value === "" || /[_\\]/.test(value) || (value.includes("%") && value.includes("*"))) return value.includes("%") || value === "" ? undefined : { type: "exact", value };
  return value.includes("%") ? { type: "wildcard", pattern: value.replaceAll("%", "*") } : { type: "exact", value };
}

/** `a AND b OR c AND d`, as SQL binds. */
export const anyOfAll = (groups: readonly (readonly Query[])[]): Query => (groups.length === 0 ? MATCH_ALL : or(groups.map((group) => and(group))));
