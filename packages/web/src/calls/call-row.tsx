// One call as one row. Click looks inside, double click opens, right click or the small button filters by the cell.
import { memo } from "react";
import type { MouseEvent } from "react";
import type { CallJson } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { callHref, isPlainClick } from "../url/call-href.ts";
import type { PageSearch } from "../url/page-search.ts";
import type { CellPlace } from "./cell-menu.tsx";
import { COLUMNS } from "./columns.tsx";
import type { CellContext, Column } from "./columns.tsx";
import type { RowLegs } from "./sessions.ts";
import { useHoverPrefetch } from "./use-hover-prefetch.ts";

/** What rows can do; one object for all of them, so that a row is drawn again only when it changed itself. */
export interface RowActions {
  /** The question that links carry along. */
  carry: PageSearch;
  peek: (id: string) => void;
  open: (id: string) => void;
  showMenu: (place: CellPlace) => void;
  /** Shows or hides the legs of its session. */
  unfold: (call: CallJson) => void;
}

interface CallRowProps {
  call: CallJson;
  /** undefined in a list of legs. */
  legs: RowLegs | undefined;
  index: number;
  top: number;
  selected: boolean;
  context: CellContext;
  actions: RowActions;
}

export const CallRow = memo(function CallRow({ call, legs, index, top, selected, context, actions }: CallRowProps) {
  const prefetch = useHoverPrefetch(call);
  const menuAt = (event: MouseEvent, column: Column): void => {
    event.preventDefault();
    event.stopPropagation();
    actions.showMenu({ call, field: column.term?.(call) ?? null, x: event.clientX, y: event.clientY });
  };
  const follow = (event: MouseEvent): void => {
    event.stopPropagation();
    if (!isPlainClick(event)) return;
    event.preventDefault();
    actions.open(call.id);
  };
  return (
    <div
      id={`row-${call.id}`}
      className={`row${selected ? " row-selected" : ""}${legs?.below ? " row-leg" : ""}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => actions.peek(call.id)}
      onDoubleClick={() => actions.open(call.id)}
      {...prefetch}
    >
      {COLUMNS.map((column) => (
        <span key={column.id} role="gridcell" className={`col-${column.id}`} onContextMenu={(event) => menuAt(event, column)}>
          {column.id === "time" ? (
            <a href={callHref(call.id, actions.carry)} tabIndex={-1} onClick={follow}>
              {column.cell(call, context)}
            </a>
          ) : column.id === "legs" && legs ? (
            <LegsCell legs={legs} unfold={() => actions.unfold(call)} />
          ) : (
            <span className="clip">{column.cell(call, context)}</span>
          )}
          {column.term?.(call) && (
            <button
              type="button"
              className="cell-more"
              tabIndex={-1}
              aria-label={`Filter by ${column.head}`}
              onClick={(event) => menuAt(event, column)}
            >
              <Icon name="down" size={12} />
            </button>
          )}
        </span>
      ))}
    </div>
  );
});

function LegsCell({ legs: { count, unfolded, below }, unfold }: { legs: RowLegs; unfold: () => void }) {
  if (below) return <span className="leg-below">leg</span>;
  if (count < 2) return <span className="nothing">1</span>;
  return (
    <button
      type="button"
      className="unfold"
      tabIndex={-1}
      aria-expanded={unfolded}
      title={unfolded ? "Hide the legs (o)" : "Show the legs (o)"}
      onClick={(event) => (event.stopPropagation(), unfold())}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <Icon name={unfolded ? "down" : "right"} size={11} /> {count}
    </button>
  );
}
