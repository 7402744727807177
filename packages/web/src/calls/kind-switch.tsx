// What the rows are: sessions or their legs; calls, or everything that SIP carries.
import { saysKinds } from "../query/kinds.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { CALLS_PAGE_WORDS } from "../words/calls.ts";

export function KindSwitch() {
  const { search, patch } = usePageSearch();
  const said = saysKinds(search.q ?? "");
  const all = search.kinds === "all";
  const title = said ? "The query itself says which kinds" : "Registrations, OPTIONS, messages and subscriptions too";
  const legs = search.group === "legs";
  return (
    <>
      <div className="segments segments-legs" role="group" aria-label={CALLS_PAGE_WORDS.rows} title={CALLS_PAGE_WORDS.aRowForEach}>
        <button type="button" aria-pressed={!legs} onClick={() => patch({ group: undefined })}>
          {CALLS_PAGE_WORDS.sessions}
        </button>
        <button type="button" aria-pressed={legs} onClick={() => patch({ group: "legs" })}>
          {CALLS_PAGE_WORDS.legs}
        </button>
      </div>
      <div className="segments" role="group" aria-label={CALLS_PAGE_WORDS.kinds} title={title}>
        <button type="button" aria-pressed={!said && !all} disabled={said} onClick={() => patch({ kinds: undefined })}>
          {CALLS_PAGE_WORDS.calls}
        </button>
        <button type="button" aria-pressed={!said && all} disabled={said} onClick={() => patch({ kinds: "all" })}>
          {CALLS_PAGE_WORDS.allKinds}
        </button>
      </div>
    </>
  );
}
