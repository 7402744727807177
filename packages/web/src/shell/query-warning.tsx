// Under the query while it is typed: what is wrong with it, and the query as it was perhaps meant.
import type { QueryCheck } from "../query/check.ts";
import { SEARCH_WORDS as WORDS } from "../words/search.ts";

export function QueryWarning({ check: { message, mended }, take }: { check: QueryCheck; take: (mended: string) => void }) {
  return (
    <div className="query-warning" role="status">
      <span>{message}</span>
      {mended !== undefined && (
        <>
          <span className="quiet-ink">
            {WORDS.mended}{" "}
            <button type="button" className="link mono" tabIndex={-1} onPointerDown={(event) => (event.preventDefault(), take(mended))}>
              {mended}
            </button>
          </span>
          <span className="quiet">{WORDS.mendKey}</span>
        </>
      )}
    </div>
  );
}
