// Heads of the columns: dragged into another order, by mouse or with Alt and the arrow keys of the columns menu.
import { useState } from "react";
import type { DragEvent } from "react";
import type { ColumnId } from "../words/calls.ts";
import { TABLE_WORDS } from "../words/shell.ts";
import { moved } from "./column-choice.ts";
import type { Column } from "./columns.tsx";
import { useColumns } from "./use-columns.ts";

export function ColumnHeads({ columns }: { columns: readonly Column[] }) {
  const { ids, choose } = useColumns();
  const [dragged, setDragged] = useState<ColumnId | null>(null);
  const [over, setOver] = useState<ColumnId | null>(null);
  const drop = (event: DragEvent, before: ColumnId): void => {
    event.preventDefault();
    if (dragged !== null) choose(moved(ids, dragged, before));
    setDragged(null);
    setOver(null);
  };
  return (
    <div className="row head" role="row" aria-rowindex={1}>
      <span role="columnheader" className="col-mark">
        <span className="visually-hidden">{TABLE_WORDS.mark}</span>
      </span>
      {columns.map(({ id, head, hint, right }) => (
        <span
          key={id}
          role="columnheader"
          className={["col-head", `col-${id}`, right && "right", over === id && "col-over"].filter(Boolean).join(" ")}
          title={hint}
          draggable
          onDragStart={(event) => (event.dataTransfer.setData("text/x-sipglass-column", id), setDragged(id))}
          onDragEnd={() => (setDragged(null), setOver(null))}
          onDragOver={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            setOver(id);
          }}
          onDrop={(event) => drop(event, id)}
        >
          {head}
        </span>
      ))}
    </div>
  );
}
