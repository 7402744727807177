// The columns of the list: those of the address, where somebody shared them, else the reader's own of this browser.
import { useCallback, useMemo } from "react";
import { setSetting, useSettings } from "../ui/settings.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import type { ColumnId } from "../words/calls.ts";
import { printColumns, readColumns } from "./column-choice.ts";
import { columnsOf } from "./columns.tsx";
import type { Column } from "./columns.tsx";

export interface ColumnsHook {
  ids: readonly ColumnId[];
  columns: Column[];
  /** They stand in the address. */
  shared: boolean;
  /** In the address where they stand there, else in this browser. */
  choose: (ids: readonly ColumnId[]) => void;
  share: () => void;
  /** Those of the address become the reader's own. */
  keep: () => void;
}

export function useColumns(): ColumnsHook {
  const { search, patch } = usePageSearch();
  const { columns: own } = useSettings();
  const shared = search.cols !== undefined;
  const text = search.cols ?? own;
  const ids = useMemo(() => readColumns(text), [text]);
  const columns = useMemo(() => columnsOf(ids), [ids]);
  const choose = useCallback(
    (next: readonly ColumnId[]): void => {
      if (shared) patch({ cols: next.join() }, { replace: true });
      else setSetting("columns", printColumns(next));
    },
    [shared, patch],
  );
  return {
    ids,
    columns,
    shared,
    choose,
    share: () => patch({ cols: ids.join() }, { replace: true }),
    keep: () => (setSetting("columns", printColumns(ids)), patch({ cols: undefined }, { replace: true })),
  };
}
