// Totals of the range by outcome. Every number opens its calls.
import type { Grouping } from "../api/questions.ts";
import type { Histogram } from "../api/shapes.ts";
import { ofOutcome } from "../query/of-outcome.ts";
import { KpiStrip } from "../kpi/kpi-strip.tsx";
import { Icon } from "../ui/icon.tsx";
import { usePageSearch } from "../url/use-page-search.ts";
import { grouped, percent } from "../words/count.ts";
import { OUTCOMES } from "../words/outcome.ts";
import type { Outcome } from "../words/outcome.ts";
import { CALLS_PAGE_WORDS } from "../words/calls.ts";

interface VolumeCountsProps {
  counts: Map<Outcome, number>;
  of: Histogram | undefined;
  group: Grouping;
  stale: boolean;
  wait: boolean;
}

/** What an engineer looks for first stands first; "other" may scroll away on a narrow screen. */
const FIRST: readonly Outcome[] = ["answered", "failed", "rejected", "unanswered", "cancelled", "live", "other"];
const ORDER = FIRST.flatMap((id) => OUTCOMES.filter((group) => group.id === id));

export function VolumeCounts({ counts, of, group, stale, wait }: VolumeCountsProps) {
  const { search, patch } = usePageSearch();
  const total = of?.total;
  return (
    <div className="counts">
      <strong className="counts-total" title={CALLS_PAGE_WORDS.whatIsCounted(group)}>
        {total === undefined ? " " : CALLS_PAGE_WORDS.howMany(total, group)}
      </strong>
      <KpiStrip wait={wait} />
      <div className={stale ? "counts-list stale" : "counts-list"}>
        {ORDER.filter(({ id }) => counts.has(id)).map((outcome) => (
          <button
            key={outcome.id}
            type="button"
            className={`count outcome-${outcome.id}`}
            title={`${CALLS_PAGE_WORDS.onlyThese} ${outcome.states.join(", ")}`}
            onClick={() => patch({ q: ofOutcome(search.q ?? "", outcome.states, group, of?.further) })}
          >
            <Icon name={outcome.id} size={14} />
            <b>{grouped(counts.get(outcome.id) ?? 0)}</b> <span>{outcome.label}</span>{" "}
            <small>{percent(counts.get(outcome.id) ?? 0, total ?? 0)}</small>
          </button>
        ))}
      </div>
    </div>
  );
}
