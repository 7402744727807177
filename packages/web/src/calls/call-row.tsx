// One call as one row. Click looks inside, double click opens, right click or the small button filters by the cell, the box marks.
import { memo } from "react";
import type { MouseEvent } from "react";
import type { CallJson } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { callHref, isPlainClick } from "../url/call-href.ts";
import type { PageSearch } from "../url/page-search.ts";
import { CALLS_WORDS as WORDS } from "../words/calls.ts";
import type { CellPlace } from "./cell-menu.tsx";
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
  /** With `through`, all rows from the last marked one up to here. */
  mark: (call: CallJson, through: boolean) => void;
}

interface CallRowProps {
  call: CallJson;
  columns: readonly Column[];
  /** undefined in a list of legs. */
  legs: RowLegs | undefined;
  index: number;
  top: number;
  selected: boolean;
  marked: boolean;
  context: CellContext;
  actions: RowActions;
}

export const CallRow = memo(function CallRow({ call, columns, legs, index, top, selected, marked, context, actions }: CallRowProps) {
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
  const classes = ["row", selected && "row-selected", marked && "row-marked", legs?.below && "row-leg"].filter(Boolean).join(" ");
  return (
    <div
      id={`row-${call.id}`}
      className={classes}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => (event.shiftKey ? actions.mark(call, true) : actions.peek(call.id))}
      onDoubleClick={() => actions.open(call.id)}
      {...prefetch}
    >
      <MarkCell marked={marked} mark={(through) => actions.mark(call, through)} />
      {columns.map((column) => (
        <span
          key={column.id}
          role="gridcell"
          className={column.right ? `col-${column.id} right` : `col-${column.id}`}
          onContextMenu={(event) => menuAt(event, column)}
        >
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
              aria-label={WORDS.filterBy(column.head)}
              onClick={(event) => menuAt(event, column)}
            />
          )}
        </span>
      ))}
    </div>
  );
});

function MarkCell({ marked, mark }: { marked: boolean; mark: (through: boolean) => void }) {
  return (
    <span role="gridcell" className="col-mark">
      <button
        type="button"
        className="mark-box"
        tabIndex={-1}
        role="checkbox"
        aria-checked={marked}
        aria-label={WORDS.mark}
        title={WORDS.mark}
        onClick={(event) => (event.stopPropagation(), mark(event.shiftKey))}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        {marked && <Icon name="check" size={11} />}
      </button>
    </span>
  );
}

function LegsCell({ legs: { count, unfolded, below }, unfold }: { legs: RowLegs; unfold: () => void }) {
  if (below) return <span className="leg-below">{WORDS.leg}</span>;
  if (count < 2) return <span className="nothing">1</span>;
  return (
    <button
      type="button"
      className="unfold"
      tabIndex={-1}
      aria-expanded={unfolded}
      title={unfolded ? WORDS.hideLegs : WORDS.showLegs}
      onClick={(event) => (event.stopPropagation(), unfold())}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <Icon name={unfolded ? "down" : "right"} size={11} /> {count}
    </button>
  );
}
