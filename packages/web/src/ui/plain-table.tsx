// A plain table in a box that scrolls by itself: the heads from left to right, and the rows as its children.
import type { ReactNode } from "react";
import { TABLE_WORDS } from "../words/shell.ts";

/** Of a column of numbers; the hint is shown on hover. */
interface NumberHead {
  number: string;
  hint?: string;
}

interface PlainTableProps {
  /** Of the box. */
  className: string;
  heads: readonly (string | NumberHead)[];
  /** The last column has buttons: nothing to see above it, a name for those who hear the table. */
  actions?: boolean;
  children: ReactNode;
}

export function PlainTable({ className, heads, actions = false, children }: PlainTableProps) {
  return (
    <div className={className} tabIndex={0}>
      <table className="plain">
        <thead>
          <tr>
            {heads.map((head, at) =>
              typeof head === "string" ? (
                <th key={at}>{head}</th>
              ) : (
                <th key={at} className="num" title={head.hint}>
                  {head.number}
                </th>
              ),
            )}
            {actions && (
              <th>
                <span className="visually-hidden">{TABLE_WORDS.actions}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
