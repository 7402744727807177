// Above the table: a query that was not understood (with the place and a mended one), a failed or partial answer.
import { isSipglassError } from "@sipglass/model";
import { queryFault } from "../query/fault.ts";
import { ErrorNotice, Notice, PartialNotice } from "../ui/notice.tsx";
import { usePageSearch } from "../url/use-page-search.ts";
import type { CallsView } from "./use-calls-view.ts";
import { CALLS_PAGE_WORDS } from "../words/calls.ts";

export function CallsNotices({ view }: { view: CallsView }) {
  if (view.error && isSipglassError(view.error) && view.error.code === "bad_query") return <QueryNotice error={view.error} />;
  if (view.error) return <ErrorNotice error={view.error} retry={view.retry} />;
  return view.warnings && <PartialNotice warnings={view.warnings} />;
}

function QueryNotice({ error }: { error: Error & { details: Record<string, unknown> } }) {
  const { search, asked, patch } = usePageSearch();
  const fault = queryFault(search.q ?? "", asked, error.details);
  return (
    <Notice tone="error" title={error.message}>
      <code className="query-fault" aria-label={`${CALLS_PAGE_WORDS.atCharacter} ${fault.position + 1}`}>
        {fault.before}
        <mark>{fault.at}</mark>
        {fault.after}
      </code>
      {fault.mended && (
        <p>
          {CALLS_PAGE_WORDS.perhapsYouMean}{" "}
          <button type="button" className="link mono" onClick={() => patch({ q: fault.mended })}>
            {fault.mended}
          </button>
        </p>
      )}
    </Notice>
  );
}
