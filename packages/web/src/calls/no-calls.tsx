// Nothing to show, and what to do about it: with a query, widen it; without any capture at all, the lines that bring the first call here.
import { useAgents } from "../api/questions.ts";
import { SenderSnippets } from "../ui/sender-snippets.tsx";
import { presetWord, rangeOf, widenRange } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { senders } from "../words/senders.ts";

export function NoCalls() {
  const agents = useAgents();
  const { search, asked, patch } = usePageSearch();
  if (agents.isLoading) return <div className="blank" />;
  if (agents.data?.items.length === 0 && !search.q) return <FirstSteps />;
  const range = rangeOf(search);
  return (
    <div className="blank">
      <h1>No call matches</h1>
      <p>
        {search.q ? (
          <>
            Nothing for <code>{search.q}</code> in this time range.
          </>
        ) : (
          `No call in this time range (${range.to ? "fixed" : presetWord(range.from)}).`
        )}
      </p>
      <p className="blank-actions">
        <button type="button" className="button" onClick={() => patch(widenRange(range, Date.now() * 1000))}>
          Look twice as far
        </button>
        <button type="button" className="button" onClick={() => patch({ from: "-24h", to: undefined })}>
          Last 24 h
        </button>
        {asked !== (search.q ?? "") && (
          <button type="button" className="button" onClick={() => patch({ kinds: "all" })}>
            Look among all kinds
          </button>
        )}
        {search.q && (
          <button type="button" className="button" onClick={() => patch({ q: undefined })}>
            Drop the query
          </button>
        )}
      </p>
    </div>
  );
}

function FirstSteps() {
  return (
    <div className="blank first-steps">
      <h1>Waiting for the first packet</h1>
      <p>Point a SIP server at this machine. Calls appear here within a second of their first message.</p>
      <SenderSnippets senders={senders(location.hostname)} level={2} />
      <p>No server at hand? Drop a pcap file anywhere on this page.</p>
    </div>
  );
}
