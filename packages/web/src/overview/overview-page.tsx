// How the network does: KPIs with their course and what they were before, when it goes wrong, where to, and by whom. Every number opens its calls.
import { useState } from "react";
import { groupingOf } from "../api/questions.ts";
import type { StatsQuestion } from "../api/stats.ts";
import { useKpis, useTimeSeries } from "../api/stats.ts";
import { ErrorNotice } from "../ui/notice.tsx";
import { isRelative, rangeOf, shiftRange } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { PAGE_WORDS } from "../words/shell.ts";
import { Distribution } from "./distribution.tsx";
import { CARDS, KpiCards } from "./kpi-cards.tsx";
import { TopList } from "./top-list.tsx";
import { WeekMap } from "./week-map.tsx";
import { OVERVIEW_WORDS } from "../words/overview.ts";

const EVERY_MS = 15_000;

export function OverviewPage() {
  const { search, asked } = usePageSearch();
  const range = rangeOf(search);
  const everyMs = isRelative(range) && search.live !== "0" ? EVERY_MS : false;
  const question: StatsQuestion = { q: asked, range, count: groupingOf(search), everyMs };
  // Of the range as it was when the page was opened: it moves with the clock, and what was before need not.
  const [openedUs] = useState(() => Date.now() * 1000);
  const before = shiftRange(range, -1, openedUs);
  const kpis = useKpis(question, CARDS);
  const earlier = useKpis({ ...question, range: before, everyMs: false }, CARDS);
  const course = useTimeSeries(question, CARDS);
  const error = kpis.error ?? course.error;
  const total = kpis.data?.total;
  return (
    <div className="overview" tabIndex={0}>
      <h1 className="visually-hidden">{PAGE_WORDS.overview}</h1>
      {error && <ErrorNotice error={error} retry={() => (void kpis.refetch(), void course.refetch())} />}
      <KpiCards total={total} earlier={earlier.data?.total} course={course.data} stale={kpis.isPlaceholderData} />
      {total?.calls === 0 && <p className="overview-none">{OVERVIEW_WORDS.noCallInThis}{search.q ? ` ${OVERVIEW_WORDS.matchesTheQuery}` : ""}.</p>}
      <div className="overview-grid">
        <WeekMap question={question} />
        <TopList question={question} title={OVERVIEW_WORDS.responses} by="code" order="calls" name="code" />
        <Distribution question={question} of="pdd" title={OVERVIEW_WORDS.postDialDelay} />
        <Distribution question={question} of="mos_nb" title={OVERVIEW_WORDS.mosNarrowBand} />
        <TopList question={question} title={OVERVIEW_WORDS.failingDestinations} by="prefix" order="failed" name="number begins with" />
        <TopList question={question} title={OVERVIEW_WORDS.trunksByFailures} by="trunk" order="failed" name="trunk" />
        <TopList question={question} title={OVERVIEW_WORDS.userAgents} by="ua" order="calls" name="user agent" />
        <TopList question={question} title={OVERVIEW_WORDS.callers} by="caller" order="calls" name="caller" />
        <TopList question={question} title={OVERVIEW_WORDS.callees} by="callee" order="calls" name="callee" />
        <TopList question={question} title={OVERVIEW_WORDS.causesQ850} by="cause" order="calls" name="cause" />
      </div>
    </div>
  );
}
