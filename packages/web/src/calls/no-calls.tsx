// Nothing to show, and what to do about it: with a query, widen it; without any capture at all, the lines that bring the first call here.
import { groupingOf, useAgents, useHistogram } from "../api/questions.ts";
import { DemoButton } from "./demo-button.tsx";
import { SenderSnippets } from "../ui/sender-snippets.tsx";
import { presetWord, rangeOf, widenRange } from "../url/time-range.ts";
import type { RangeText } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { senders } from "../words/senders.ts";
import { CALLS_PAGE_WORDS } from "../words/calls.ts";

export function NoCalls() {
  const agents = useAgents();
  const { search, asked, patch } = usePageSearch();
  if (agents.isLoading) return <div className="blank" />;
  if (agents.data?.items.length === 0 && !search.q) return <FirstSteps />;
  const range = rangeOf(search);
  return (
    <div className="blank">
      <h1>{CALLS_PAGE_WORDS.noCallMatches}</h1>
      <p>
        {search.q ? (
          <>
            {CALLS_PAGE_WORDS.nothingFor}{" "}<code>{search.q}</code>{" "}{CALLS_PAGE_WORDS.inThisTimeRange}
          </>
        ) : (
          `${CALLS_PAGE_WORDS.noCallInThis}${range.to ? "fixed" : presetWord(range.from)}).`
        )}
      </p>
      <p className="blank-actions">
        <button type="button" className="button" onClick={() => patch(widenRange(range, Date.now() * 1000))}>
          {CALLS_PAGE_WORDS.lookTwiceAsFar}
        </button>
        {search.from !== "-24h" && (
          <button type="button" className="button" onClick={() => patch({ from: "-24h", to: undefined })}>
            {CALLS_PAGE_WORDS.last24H}
          </button>
        )}
        <LastWeek />
        {asked !== (search.q ?? "") && (
          <button type="button" className="button" onClick={() => patch({ kinds: "all" })}>
            {CALLS_PAGE_WORDS.lookAmongAllKinds}
          </button>
        )}
        {search.q && (
          <button type="button" className="button" onClick={() => patch({ q: undefined })}>
            {CALLS_PAGE_WORDS.dropTheQuery}
          </button>
        )}
      </p>
    </div>
  );
}

const WEEK: RangeText = { from: "-7d", to: undefined };

/** Offered where it finds something, with how much that is. */
function LastWeek() {
  const { search, asked, patch } = usePageSearch();
  const group = groupingOf(search);
  const { data, isPlaceholderData } = useHistogram(asked, WEEK, group, search.from === WEEK.from ? 0 : 1, false);
  if (!data || isPlaceholderData || data.total === 0) return null;
  return (
    <button type="button" className="button" onClick={() => patch(WEEK)}>
      {CALLS_PAGE_WORDS.lastWeek(data.total, group)}
    </button>
  );
}

function FirstSteps() {
  return (
    <div className="blank first-steps">
      <h1>{CALLS_PAGE_WORDS.waitingForTheFirst}</h1>
      <p>{CALLS_PAGE_WORDS.pointASipServer}</p>
      <div className="demo-offer">
        <p>{CALLS_PAGE_WORDS.noServerAtHand}</p>
        <DemoButton />
      </div>
      <SenderSnippets of={senders} level={2} />
      <p className="quiet">
        {CALLS_PAGE_WORDS.demoApart} <code>sipglass serve --demo</code>
      </p>
    </div>
  );
}
