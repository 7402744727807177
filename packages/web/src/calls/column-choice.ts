// Which columns the list has, in which order: as chosen, and as many as there is room for.
import { COLUMN_WORDS } from "../words/calls.ts";
import type { ColumnId } from "../words/calls.ts";

export const USUAL_COLUMNS: readonly ColumnId[] = [
  "time",
  "caller",
  "callee",
  "outcome",
  "dur",
  "pdd",
  "mos",
  "finding",
  "legs",
  "msgs",
  "via",
];

/** Where there is too little room, columns go in this order; the others last, from the right. */
const FIRST_TO_GO: readonly ColumnId[] = ["msgs", "via", "pdd", "mos", "finding", "legs", "dur"];

const isColumn = (id: string): id is ColumnId => Object.hasOwn(COLUMN_WORDS, id);

/** `time,caller,…` as it stands in an address or in the settings; what is unknown or double is left out. Without any it is the usual. */
export function readColumns(text: string): readonly ColumnId[] {
  const ids = [...new Set(text.split(",").filter(isColumn))];
  return ids.length === 0 ? USUAL_COLUMNS : ids;
}

export const printColumns = (ids: readonly ColumnId[]): string => (ids.join() === USUAL_COLUMNS.join() ? "" : ids.join());

/** A column put before another one, or behind the last (null). */
export function moved(ids: readonly ColumnId[], id: ColumnId, before: ColumnId | null): ColumnId[] {
  if (id === before) return [...ids];
  const others = ids.filter((each) => each !== id);
  const at = before === null ? others.length : others.indexOf(before);
  return others.toSpliced(at === -1 ? others.length : at, 0, id);
}

export function stepped(ids: readonly ColumnId[], id: ColumnId, by: -1 | 1): ColumnId[] {
  const at = ids.indexOf(id);
  const to = at + by;
  if (at === -1 || to < 0 || to >= ids.length) return [...ids];
  return ids.toSpliced(at, 1).toSpliced(to, 0, id);
}

export const toggled = (ids: readonly ColumnId[], id: ColumnId): ColumnId[] =>
  ids.includes(id) ? (ids.length === 1 ? [...ids] : ids.filter((each) => each !== id)) : [...ids, id];

interface Wide {
  id: ColumnId;
  min: number;
  grow: number;
}

export interface Fitted<T extends Wide> {
  columns: readonly T[];
  gap: number;
  /** Of CSS grid. */
  template: string;
  /** Caller, callee and outcome in the least room: a telephone. */
  narrow: boolean;
}

const NARROW = 520;
const EDGE = 20;
const EDGE_NARROW = 10;
const MARK = 22;

export function fitted<T extends Wide>(wanted: readonly T[], width: number, timeMin: number): Fitted<T> {
  const narrow = width > 0 && width < NARROW;
  const gap = width < 760 ? 10 : width < 1100 ? 12 : 14;
  const minOf = ({ id, min }: T): number => (id === "time" ? timeMin : narrow ? (id === "outcome" ? 16 : Math.min(min, 70)) : min);
  const around = narrow ? EDGE_NARROW * 2 - gap : MARK + EDGE * 2;
  const needs = (columns: readonly T[]): number => columns.reduce((sum, column) => sum + minOf(column) + gap, around);
  let columns = [...wanted];
  const leaving = [
    ...wanted.filter(({ id }) => !FIRST_TO_GO.includes(id) && id !== "time").toReversed(),
    ...wanted.filter(({ id }) => id === "time"),
  ];
  const order = [...FIRST_TO_GO.flatMap((id) => wanted.find((column) => column.id === id) ?? []), ...leaving];
  for (const column of order) {
    if (width === 0 || columns.length === 1 || needs(columns) <= width) break;
    columns = columns.filter(({ id }) => id !== column.id);
  }
  const template = columns.map((column) => {
    const least = minOf(column);
    if (narrow && column.id === "outcome") return "16px";
    return column.grow === 0 ? `${least}px` : `minmax(${narrow ? 0 : least}px, ${column.grow}fr)`;
  });
  return { columns, gap, template: [...(narrow ? [] : [`${MARK}px`]), ...template].join(" "), narrow };
}
