// What can be done with the marked calls: one ladder of all, a CSV file, or none of it.
import { Link } from "@tanstack/react-router";
import { apiUrl } from "../api/request.ts";
import { Icon } from "../ui/icon.tsx";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { CALLS_WORDS as WORDS, CALLS_PAGE_WORDS } from "../words/calls.ts";
import { csvColumns } from "./csv-link.tsx";
import type { Marks } from "./use-marks.ts";
import { useColumns } from "./use-columns.ts";

export function MarksBar({ marks: { marked, clear } }: { marks: Marks }) {
  const { search } = usePageSearch();
  const { columns } = useColumns();
  const ids = [...marked];
  const csv = apiUrl("calls/export", { q: `id:${ids.join()}`, from: "1970-01-01T00:00:00Z", columns: csvColumns(columns) });
  return (
    <div className="marks-bar" role="toolbar" aria-label={WORDS.marked(ids.length)}>
      <b>{WORDS.marked(ids.length)}</b>
      <Link to="/compare" search={{ ...carried(search), ids: ids.join() }} className="button button-primary" id="compare-marked">
        <Icon name="columns" /> {WORDS.markedLadder} <kbd>{CALLS_PAGE_WORDS.shift}</kbd>
        <kbd>{CALLS_PAGE_WORDS.enter}</kbd>
      </Link>
      <a className="button" href={csv} download>
        <Icon name="download" /> {WORDS.markedExport}
      </a>
      <button type="button" className="button" onClick={clear}>
        {WORDS.unmark}
      </button>
    </div>
  );
}
