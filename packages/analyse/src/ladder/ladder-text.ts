// The ladder as text for a terminal: one line a message, box-drawing arrows, dashed when sent again, time since the line above.
import type { Ladder, LadderRow } from "./ladder.ts";
import { centre, displayWidth, fit, pad, printable } from "./printable.ts";

const GUTTER = 24;
const NARROWEST = 18;
const WIDEST = 44;

export interface LadderTextOptions {
  /** Columns of the terminal. A ladder of many hosts may need more: then it is as narrow as can be read. */
  width?: number;
}

export function ladderText(ladder: Ladder, options: LadderTextOptions = {}): string {
  const { columns } = ladder;
  if (columns.length === 0) return "(no messages)\n";
  const room = Math.floor(((options.width ?? 100) - GUTTER) / columns.length);
  const step = Math.max(NARROWEST, Math.min(WIDEST, room));
  const lines = [...heads(ladder, step), ...ladder.rows.map((row) => line(row, columns.length, step))];
  return `${lines.map((text) => text.trimEnd()).join("\n")}\n`;
}

function heads(ladder: Ladder, step: number): string[] {
  const { columns } = ladder;
  const title = (texts: string[]): string => " ".repeat(GUTTER) + texts.map((text) => centre(printable(text), step - 1)).join(" ");
  const labels = title(columns.map((column) => column.label));
  const rail = " ".repeat(GUTTER) + columns.map(() => centre("│", step - 1)).join(" ");
  return columns.some((column) => column.label !== column.address) ? [labels, title(columns.map((column) => column.address)), rail] : [labels, rail];
}

/** Cell of the rail of a column, counted from the end of the gutter. */
const railAt = (column: number, step: number): number => column * step + Math.floor((step - 2) / 2);

function line(row: LadderRow, count: number, step: number): string {
  const cells = Array.from({ length: count * step }, () => " ");
  for (let column = 0; column < count; column++) cells[railAt(column, step)] = "│";
  const text = rowText(row);
  if (row.from === row.to) return gutter(row) + besideRail(cells, railAt(row.from, step), text);
  const left = railAt(Math.min(row.from, row.to), step);
  const right = railAt(Math.max(row.from, row.to), step);
  return gutter(row) + cells.slice(0, left + 1).join("") + arrow(row, cells.slice(left + 1, right), text) + cells.slice(right).join("");
}

/** The label stands in the arrow; where there is room, at least one dash stays on each side of it. */
function arrow(row: LadderRow, between: string[], text: string): string {
  const dash: string = row.retransmission ? "╌" : "─";
  const crossing: string = row.retransmission ? "┆" : "┼";
  const shaft = between.map((cell) => (cell === "│" ? crossing : dash));
  if (row.to > row.from) shaft[shaft.length - 1] = "▶";
  else shaft[0] = "◀";
  const label = fit(` ${text} `, between.length - 3);
  const start = Math.max(1, Math.floor((between.length - displayWidth(label)) / 2));
  return shaft.slice(0, start).join("") + label + shaft.slice(start + displayWidth(label)).join("");
}

/** A host that sends to itself (a spiral): no arrow to draw, the label stands beside the rail. */
function besideRail(cells: string[], rail: number, text: string): string {
  const label = fit(`↺ ${text}`, Math.max(NARROWEST, cells.length - rail - 2));
  return cells.slice(0, rail + 1).join("") + label + cells.slice(rail + 1 + displayWidth(label)).join("");
}

function rowText(row: LadderRow): string {
  const about = [row.has_sdp ? "SDP" : "", row.status_code !== null && row.method !== "INVITE" ? (row.method ?? "") : ""].filter(Boolean);
  const seen = row.also_seen_by.length > 0 ? ` +${row.also_seen_by.length}` : "";
  return printable(`${row.label}${about.length > 0 ? ` (${about.join(", ")})` : ""}${seen}${row.retransmission ? " again" : ""}`);
}

function gutter(row: LadderRow): string {
  return pad(` ${row.at.slice(11, 26)} ${deltaText(row.delta_us).padStart(7)}`, GUTTER);
}

/** "+12.3ms", "+4.05s", "+2m10s": three figures are enough to read a ladder. */
export function deltaText(us: number): string {
  const sign = us < 0 ? "-" : "+";
  const ms = Math.abs(us) / 1000;
  if (ms < 1000) return `${sign}${ms < 100 ? ms.toFixed(1) : ms.toFixed(0)}ms`;
  const s = ms / 1000;
  if (s < 60) return `${sign}${s.toFixed(2)}s`;
  if (s < 3600) return `${sign}${Math.floor(s / 60)}m${Math.floor(s % 60)}s`;
  return `${sign}${Math.floor(s / 3600)}h${Math.floor((s % 3600) / 60)}m`;
}
