// What the rows are: sessions or their legs; calls, or everything that SIP carries.
import { saysKinds } from "../query/kinds.ts";
import { usePageSearch } from "../url/use-page-search.ts";

export function KindSwitch() {
  const { search, patch } = usePageSearch();
  const said = saysKinds(search.q ?? "");
  const all = search.kinds === "all";
  const title = said ? "The query itself says which kinds" : "Registrations, OPTIONS, messages and subscriptions too";
  const legs = search.group === "legs";
  return (
    <>
      <div className="segments segments-legs" role="group" aria-label="Rows" title="A row for each session, or for each of its legs">
        <button type="button" aria-pressed={!legs} onClick={() => patch({ group: undefined })}>
          sessions
        </button>
        <button type="button" aria-pressed={legs} onClick={() => patch({ group: "legs" })}>
          legs
        </button>
      </div>
      <div className="segments" role="group" aria-label="Kinds" title={title}>
        <button type="button" aria-pressed={!said && !all} disabled={said} onClick={() => patch({ kinds: undefined })}>
          calls
        </button>
        <button type="button" aria-pressed={!said && all} disabled={said} onClick={() => patch({ kinds: "all" })}>
          all kinds
        </button>
      </div>
    </>
  );
}
