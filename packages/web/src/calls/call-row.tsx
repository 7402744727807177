// One call as one row. Click looks inside, double click opens, right click or the dots filter by the cell.
import { Link } from "@tanstack/react-router";
import type { MouseEvent } from "react";
import type { CallJson } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import type { CellPlace } from "./cell-menu.tsx";
import { COLUMNS } from "./columns.tsx";
import type { CellContext, Column } from "./columns.tsx";
import { useHoverPrefetch } from "./use-hover-prefetch.ts";

interface CallRowProps {
  call: CallJson;
  index: number;
  top: number;
  selected: boolean;
  context: CellContext;
  open: (id: string) => void;
  showMenu: (place: CellPlace) => void;
}

export function CallRow({ call, index, top, selected, context, open, showMenu }: CallRowProps) {
  const { search, patch } = usePageSearch();
  const prefetch = useHoverPrefetch(call);
  const menuAt = (event: MouseEvent, column: Column): void => {
    event.preventDefault();
    event.stopPropagation();
    patch({ sel: call.id }, { replace: true });
    showMenu({ call, field: column.term?.(call) ?? null, x: event.clientX, y: event.clientY });
  };
  return (
    <div id={`row-${call.id}`} className={selected ? "row row-selected" : "row"} role="row" aria-rowindex={index + 2} aria-selected={selected} style={{ transform: `translateY(${top}px)` }}
      onClick={() => patch({ sel: call.id, peek: "1" }, { replace: true })} onDoubleClick={() => open(call.id)} {...prefetch}>
      {COLUMNS.map((column) => (
        <span key={column.id} role="gridcell" className={`col-${column.id}`} onContextMenu={(event) => menuAt(event, column)}>
          {column.id === "time"
            ? <Link to="/calls/$id" params={{ id: call.id }} search={carried(search)} tabIndex={-1} onClick={(event) => event.stopPropagation()}>{column.cell(call, context)}</Link>
            : <span className="clip">{column.cell(call, context)}</span>}
          {column.term?.(call) && <button type="button" className="cell-more" tabIndex={-1} aria-label={`Filter by ${column.head}`} onClick={(event) => menuAt(event, column)}><Icon name="down" size={12} /></button>}
        </span>
      ))}
    </div>
  );
}
