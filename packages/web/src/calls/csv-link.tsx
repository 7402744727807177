// All calls of the search as a CSV file, with the columns of the list. The server streams it: the browser holds none of it.
import { apiUrl } from "../api/request.ts";
import { Icon } from "../ui/icon.tsx";
import { rangeOf } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { CALLS_WORDS as WORDS } from "../words/calls.ts";
import type { Column } from "./columns.tsx";
import { useColumns } from "./use-columns.ts";

/** A file for a program needs to say which call it is. */
export const csvColumns = (columns: readonly Column[]): string =>
  [...new Set([...columns.flatMap(({ csv }) => csv), "id", "call_id"])].join();

export function CsvLink() {
  const { search, asked } = usePageSearch();
  const { columns } = useColumns();
  const { from, to } = rangeOf(search);
  const href = apiUrl("calls/export", { q: asked, from, to, columns: csvColumns(columns) });
  return (
    <a className="button" href={href} download title={WORDS.exportHint} aria-label={WORDS.exportHint}>
      <Icon name="download" /> {WORDS.export}
    </a>
  );
}
