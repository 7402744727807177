// Totals of the range by outcome. Every number opens its calls.
import { narrow } from "../query/edit.ts";
import { KpiStrip } from "../kpi/kpi-strip.tsx";
import { Icon } from "../ui/icon.tsx";
import { usePageSearch } from "../url/use-page-search.ts";
import { counted, grouped, percent } from "../words/count.ts";
import { OUTCOMES } from "../words/outcome.ts";
import type { Outcome } from "../words/outcome.ts";
import { CALLS_PAGE_WORDS } from "../words/calls.ts";

interface VolumeCountsProps {
  counts: Map<Outcome, number>;
  total: number | undefined;
  stale: boolean;
  wait: boolean;
}

/** What an engineer looks for first stands first; "other" may scroll away on a narrow screen. */
const FIRST: readonly Outcome[] = ["answered", "failed", "rejected", "unanswered", "cancelled", "live", "other"];
const ORDER = FIRST.flatMap((id) => OUTCOMES.filter((group) => group.id === id));

export function VolumeCounts({ counts, total, stale, wait }: VolumeCountsProps) {
  const { search, patch } = usePageSearch();
  return (
    <div className="counts">
      <strong className="counts-total">{total === undefined ? " " : counted(total, "call")}</strong>
      <KpiStrip wait={wait} />
      <div className={stale ? "counts-list stale" : "counts-list"}>
        {ORDER.filter(({ id }) => counts.has(id)).map(({ id, label, states }) => (
          <button
            key={id}
            type="button"
            className={`count outcome-${id}`}
            title={`${CALLS_PAGE_WORDS.onlyThese} ${states.join(", ")}`}
            onClick={() => patch({ q: narrow(search.q ?? "", `state:${states.join(",")}`) })}
          >
            <Icon name={id} size={14} />
            <b>{grouped(counts.get(id) ?? 0)}</b> <span>{label}</span> <small>{percent(counts.get(id) ?? 0, total ?? 0)}</small>
          </button>
        ))}
      </div>
    </div>
  );
}
