// A list of calls with its keys, its notices and the side panel of the selected call; whatever the calls come from.
import { isSipglassError } from "@sipglass/model";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import type { ReactNode } from "react";
import type { CallJson } from "../api/shapes.ts";
import { PageTools } from "../shell/page-tools.tsx";
import { useKeys } from "../ui/keys.ts";
import { readSearch } from "../url/page-search.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import type { RowActions } from "./call-row.tsx";
import { CallsNotices } from "./calls-notices.tsx";
import { CallsTable } from "./calls-table.tsx";
import type { TableMoves } from "./calls-table.tsx";
import { CellMenu } from "./cell-menu.tsx";
import type { CellPlace } from "./cell-menu.tsx";
import { ColumnsMenu } from "./columns-menu.tsx";
import { MarksBar } from "./marks-bar.tsx";
import { Peek } from "./peek.tsx";
import { useMarks } from "./use-marks.ts";
import type { CallsView } from "./use-calls-view.ts";

interface CallsBoardProps {
  view: CallsView;
  /** In place of the list when there is nothing to list. */
  empty: ReactNode;
  /** … when the query was not understood. */
  wrong: ReactNode;
  /** Beside the columns, at the head of the list. */
  tools?: ReactNode;
}

export function CallsBoard({ view, empty, wrong, tools }: CallsBoardProps) {
  const { search, latest, patch } = usePageSearch();
  const navigate = useNavigate();
  const [menu, setMenu] = useState<CellPlace | null>(null);
  const indexOf = (id: string | undefined): number => view.rows.findIndex((row) => row.id === id);
  const at = indexOf(search.sel);
  const selected = view.rows[at];
  const marks = useMarks(view.rows);
  const moves = useRef<TableMoves | null>(null);
  const { q, from, to, live, kinds, group, cols } = search;
  const actions = useMemo<RowActions>(() => {
    const carry = carried(readSearch({ q, from, to, live, kinds, group, cols }));
    return {
      carry,
      peek: (id) => patch({ sel: id, peek: "1" }, { replace: true }),
      open: (id) => void navigate({ to: "/calls/$id", params: { id }, search: carry }),
      unfold: view.unfold,
      mark: marks.mark,
      showMenu: (place) => (patch({ sel: place.call.id }, { replace: true }), setMenu(place)),
    };
  }, [q, from, to, live, kinds, group, cols, patch, navigate, view.unfold, marks.mark]);
  const select = (index: number): void => {
    const row = view.rows[Math.max(0, Math.min(view.rows.length - 1, index))];
    if (row) patch({ sel: row.id }, { replace: true });
    // Else Enter and Space would go to whatever link was clicked last.
    document.getElementById("calls-grid")?.focus({ preventScroll: true });
  };
  const now = (): number => indexOf(latest().sel);
  const move = (by: number): void => select(now() + by);
  const withSelected = (act: (call: CallJson) => void): void => {
    const row = view.rows[now()];
    if (row) act(row);
  };
  const down = (): void => move(1);
  const up = (): void => move(-1);
  useKeys(
    {
      j: down,
      ArrowDown: down,
      k: up,
      ArrowUp: up,
      Home: () => (view.first ? select(0) : moves.current?.toShare(0)),
      End: () => (view.last ? select(view.rows.length - 1) : moves.current?.toShare(1)),
      PageDown: () => move(15),
      PageUp: () => move(-15),
      Enter: (event) => (event.shiftKey ? document.getElementById("compare-marked")?.click() : withSelected(({ id }) => actions.open(id))),
      " ": () => (now() >= 0 ? patch({ peek: latest().peek ? undefined : "1" }, { replace: true }) : select(0)),
      Escape: () =>
        marks.marked.size > 0 && !latest().peek
          ? marks.clear()
          : patch(latest().peek ? { peek: undefined } : { sel: undefined }, { replace: true }),
      x: () => withSelected((call) => marks.mark(call, false)),
      X: () => withSelected((call) => marks.mark(call, true)),
      n: view.showWaiting,
      o: () => withSelected(view.unfold),
      m: () => withSelected((call) => setMenu({ call, field: null, x: null, y: null })),
    },
    menu === null,
  );
  const isWrong = isSipglassError(view.error) && view.error.code === "bad_query";
  const nothing = view.rows.length === 0 && !view.loading && !view.error;
  return (
    <>
      <PageTools>
        {tools}
        <ColumnsMenu />
      </PageTools>
      <CallsNotices view={view} />
      <div className={search.peek ? "calls-split calls-split-open" : "calls-split"}>
        {isWrong ? (
          wrong
        ) : nothing ? (
          empty
        ) : (
          <div className="calls-list">
            <CallsTable view={view} at={at} actions={actions} marked={marks.marked} moves={moves} />
            {marks.marked.size > 0 && <MarksBar marks={marks} />}
          </div>
        )}
        {search.peek && search.sel && <Peek id={search.sel} row={selected} close={() => patch({ peek: undefined }, { replace: true })} />}
      </div>
      {menu && <CellMenu place={menu} close={() => setMenu(null)} />}
    </>
  );
}
