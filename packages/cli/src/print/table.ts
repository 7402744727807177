// Tables for people: columns as wide as their cells, the flexible one cut so that a line fits the terminal.
import { displayWidth, pad, printable } from "@sipglass/analyse";

export interface Column<T> {
  title: string;
  text(row: T): string;
  /** Most cells it takes. */
  most?: number;
  /** Fewest cells it takes, so that tables printed one after the other stand in line. */
  least?: number;
  align?: "right";
  /** Gives way when the line does not fit; several give way in their order. */
  flexible?: boolean;
  /** Applied to the padded cell. */
  colour?(cell: string, row: T): string;
}

const GAP = "  ";
const NARROWEST = 8;

export function table<T>(rows: readonly T[], columns: readonly Column<T>[], width: number): string {
  const cells = rows.map((row) => columns.map((column) => printable(column.text(row))));
  const widths = columnWidths(cells, columns, width);
  const line = (texts: readonly string[], row?: T): string =>
    texts.map((text, i) => cell(text, columns[i] as Column<T>, widths[i] ?? 0, row)).join(GAP).trimEnd();
  return [line(columns.map(({ title }) => title)), ...cells.map((texts, i) => line(texts, rows[i]))].join("\n") + "\n";
}

function cell<T>(text: string, column: Column<T>, width: number, row: T | undefined): string {
  const padded = column.align === "right" ? " ".repeat(Math.max(0, width - displayWidth(text))) + pad(text, Math.min(width, displayWidth(text))) : pad(text, width);
  return row === undefined || column.colour === undefined ? padded : column.colour(padded, row);
}

function columnWidths<T>(cells: readonly (readonly string[])[], columns: readonly Column<T>[], width: number): number[] {
  const widths = columns.map(({ title, most, least = 0 }, i) => {
    const widest = cells.reduce((wide, texts) => Math.max(wide, displayWidth(texts[i] ?? "")), displayWidth(title));
    return Math.max(Math.min(widest, most ?? widest), least);
  });
  let over = widths.reduce((sum, one) => sum + one, 0) + GAP.length * (columns.length - 1) - width;
  columns.forEach(({ flexible }, i) => {
    if (flexible !== true || over <= 0) return;
    const give = Math.min(over, Math.max(0, (widths[i] ?? 0) - NARROWEST));
    widths[i] = (widths[i] ?? 0) - give;
    over -= give;
  });
  return widths;
}
