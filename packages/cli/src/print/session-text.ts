// The legs of a session and why they are one, as text for people; and sessions in a list.
import { printable } from "@sipglass/analyse";
import type { Call, CallJson, Link } from "@sipglass/model";
import { callTable, type CallTableOptions } from "./call-text.ts";

/** As `GET calls/{id}/links` gives it. */
export interface SessionJson {
  session_id: string;
  legs: CallJson[];
  possible: CallJson[];
  links: Link[];
  more_possible: number;
}

/** One row of `GET calls?group=session`. */
export interface SessionRowJson {
  session_id: string;
  legs: number;
  matched: string[];
  call_ids: string[];
  call: CallJson;
}

/** "" for a call that is alone and could be nobody else's leg. */
export function sessionText({ legs, possible, links, more_possible }: Omit<SessionJson, "session_id">, options: CallTableOptions): string {
  if (legs.length < 2 && links.length === 0) return "";
  const all = [...legs, ...possible];
  const lines = [`session of ${legs.length} ${legs.length === 1 ? "leg" : "legs"}${possible.length > 0 ? `, and ${possible.length} possible` : ""}\n`];
  const more = more_possible > 0 ? `and ${more_possible} more that fit no better\n` : "";
  return `${lines.join("")}${callTable(all, { ...options, numbered: 1 })}${links.map((link) => linkText(link, all)).join("")}${more}`;
}

function linkText({ from, to, rule, confidence, verdict, evidence }: Link, calls: readonly CallJson[]): string {
  const number = (id: string): string => String(calls.findIndex((call) => call.id === id) + 1);
  return `${number(from)} + ${number(to)}  ${verdict}  ${rule} ${confidence.toFixed(2)}  ${printable(evidence)}\n`;
}

/** Legs of one session stand together, where the first of them stands; how many there are is told beside each. */
export function groupedBySession(calls: readonly Call[]): { calls: Call[]; legOf: ReadonlyMap<string, string> } {
  const groups = [...Map.groupBy(calls, ({ sessionId }) => sessionId).values()];
  const legOf = new Map(groups.flatMap((legs) => (legs.length < 2 ? [] : legs.map(({ id }, i) => [id, `${i + 1}/${legs.length}`] as const))));
  return { calls: groups.flat(), legOf };
}
