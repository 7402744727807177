// Calls, or everything that SIP carries.
import { saysKinds } from "../query/kinds.ts";
import { usePageSearch } from "../url/use-page-search.ts";

export function KindSwitch() {
  const { search, patch } = usePageSearch();
  const said = saysKinds(search.q ?? "");
  const all = search.kinds === "all";
  const title = said ? "The query itself says which kinds" : "Registrations, OPTIONS, messages and subscriptions too";
  return (
    <div className="segments" role="group" aria-label="Kinds" title={title}>
      <button type="button" aria-pressed={!said && !all} disabled={said} onClick={() => patch({ kinds: undefined })}>
        calls
      </button>
      <button type="button" aria-pressed={!said && all} disabled={said} onClick={() => patch({ kinds: "all" })}>
        all kinds
      </button>
    </div>
  );
}
