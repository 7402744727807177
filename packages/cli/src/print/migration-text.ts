// What a migration has done, for people.
import { printable } from "@sipglass/analyse";
import type { PacketsReport, TableReport } from "../migrate/migrate-packets.ts";
import { table } from "./table.ts";

export interface MigratedObject {
  kind: string;
  name: string;
  outcome: "made" | "kept" | "differs" | "refused";
  reason: string;
}

/** Rows that are named; all of them stand in --json. */
const MOST_NAMED = 20;

const number = (value: number): string => value.toLocaleString("en");

export function printObjects(objects: readonly MigratedObject[], width: number): string {
  const kinds = [...Map.groupBy(objects, ({ kind }) => kind)].map(([kind, all]) => ({ kind, of: (outcome: MigratedObject["outcome"]) => number(all.filter((each) => each.outcome === outcome).length) }));
  const summary = table(kinds, [
    { title: "kind", text: ({ kind }) => kind }, { title: "made", text: ({ of }) => of("made"), align: "right" }, { title: "kept", text: ({ of }) => of("kept"), align: "right" },
    { title: "differ", text: ({ of }) => of("differs"), align: "right" }, { title: "refused", text: ({ of }) => of("refused"), align: "right" },
  ], width);
  const remarks = objects.filter(({ reason }) => reason !== "").map(({ kind, name, reason }) => `  ${kind} ${printable(name)}: ${printable(reason)}\n`);
  return `${summary}${remarks.join("")}\n`;
}

export function printCounts(counts: readonly { table: string; rows: number; done: number }[], width: number): string {
  return table(counts, [
    { title: "table", text: (each) => each.table }, { title: "rows to bring", text: ({ rows }) => number(rows), align: "right" }, { title: "here already", text: ({ done }) => number(done), align: "right" },
  ], width);
}

export function printPackets({ tables, brought, young, complete }: PacketsReport, width: number): string {
  const count = (title: string, of: (row: TableReport) => number) => ({ title, text: (row: TableReport) => (Number.isNaN(of(row)) ? "?" : number(of(row))), align: "right" as const });
  const summary = table(tables, [
    { title: "table", text: (row) => row.table }, count("in Homer", (row) => row.in_homer), count("read", ({ rows }) => rows), count("archived", ({ archived }) => archived),
    count("left out", (row) => row.left_out), count("unreadable", ({ refused }) => refused),
  ], width);
  return [summary, ...unreadable(tables), ...late(tables), young > 0 ? `younger than a minute, left for the next run (or --until): ${number(young)}\n` : "",
    `rows brought: ${number(brought)}${complete ? "" : "; not all. Run the same command again to go on."}\n`].join("");
}

function unreadable(tables: readonly TableReport[]): string[] {
  const rows = tables.flatMap(({ table: name, refusals }) => refusals.map(({ id, reason }) => `  ${name} id ${printable(id)}: ${printable(reason)}\n`));
  const all = tables.reduce((sum, { refused }) => sum + refused, 0);
  if (all === 0) return [];
  const rest = all - Math.min(rows.length, MOST_NAMED);
  return ["rows that could not be read:\n", ...rows.slice(0, MOST_NAMED), ...(rest > 0 ? [`  and ${number(rest)} more (--json names a thousand of each table)\n`] : [])];
}

/** Rows that came into a time that had been read. */
function late(tables: readonly TableReport[]): string[] {
  return tables.filter((each) => each.in_homer > each.rows).map((each) => `${each.table}: came later into the time that was migrated, and not brought: ${number(each.in_homer - each.rows)}\n`);
}
