// The ladder as source of diagram languages, for tickets and wikis: Mermaid and PlantUML. Everything from the network is escaped.
import type { Ladder, LadderRow } from "./ladder.ts";
import { printable } from "./printable.ts";

export function ladderMermaid(ladder: Ladder): string {
  const lines = ["sequenceDiagram"];
  ladder.columns.forEach((column, i) => lines.push(`  participant c${i} as ${escapeMermaid(columnText(column))}`));
  // Mermaid draws a dashed line with two dashes.
  for (const row of ladder.rows) lines.push(`  c${row.from}${row.retransmission ? "-->>" : "->>"}c${row.to}: ${escapeMermaid(rowText(row))}`);
  return `${lines.join("\n")}\n`;
}

export function ladderPlantuml(ladder: Ladder): string {
  const lines = ["@startuml", "hide footbox"];
  ladder.columns.forEach((column, i) => lines.push(`participant "${escapePlantuml(columnText(column))}" as c${i}`));
  for (const row of ladder.rows) lines.push(`c${row.from} ${row.retransmission ? "-->" : "->"} c${row.to} : ${escapePlantuml(rowText(row))}`);
  return `${[...lines, "@enduml"].join("\n")}\n`;
}

function columnText(column: { label: string; address: string }): string {
  return column.label === column.address ? column.label : `${column.label} (${column.address})`;
}

function rowText(row: LadderRow): string {
  const about = [row.has_sdp ? "SDP" : "", row.status_code !== null ? (row.method ?? "") : "", row.retransmission ? "again" : ""].filter(Boolean);
  return about.length > 0 ? `${row.label} (${about.join(", ")})` : row.label;
}

/** Mermaid ends a statement at ";", comments at "%%" and reads HTML: whatever is not plainly harmless becomes an entity code `#N;`. */
function escapeMermaid(text: string): string {
  return printable(text).replace(/[^\p{L}\p{N} .:,()/@_+-]/gu, (character) => `#${character.codePointAt(0)};`);
}

/** PlantUML reads Creole (`//`, `**`, `--`, `~`), `%functions()`, `$variables` and `<tags>`: whatever is not plainly harmless becomes `<U+XXXX>`. */
function escapePlantuml(text: string): string {
  return printable(text).replace(/[^\p{L}\p{N} .:,()/@_+-]|(?<=([/_-]))\1/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return `<U+${code.padStart(4, "0")}>`;
  });
}
