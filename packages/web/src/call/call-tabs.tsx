// Ladder, messages, quality, findings, negotiation, logs, raw: views of the same call.
import { useEffect } from "react";
import { TABS } from "../url/page-search.ts";
import type { Tab } from "../url/page-search.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { Icon } from "../ui/icon.tsx";
import { isRecord } from "../logs/records.ts";
import { TAB_WORDS, CALL_WORDS } from "../words/call.ts";
import { SEVERITY_ICON } from "../words/findings.ts";
import type { Story } from "./use-story.ts";

export function CallTabs({ tab, story }: { tab: Tab; story: Story }) {
  const { patch } = usePageSearch();
  const move = (by: number): void => {
    const next = TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length];
    patch({ tab: next }, { replace: true });
    document.getElementById(`tab-${next}`)?.focus();
  };
  // On a phone the row scrolls: what is chosen is seen, also when the counts that come later have made the row longer.
  const { messages, diagnosis, quality } = story;
  useEffect(() => void document.getElementById(`tab-${tab}`)?.scrollIntoView({ block: "nearest", inline: "center" }), [tab, messages, diagnosis, quality]);
  return (
    <div
      className="tabs"
      role="tablist"
      aria-label={CALL_WORDS.viewsOfTheCall}
      onKeyDown={({ key }) => (key === "ArrowRight" ? move(1) : key === "ArrowLeft" ? move(-1) : undefined)}
    >
      {TABS.map((each) => (
        <button
          key={each}
          id={`tab-${each}`}
          type="button"
          role="tab"
          aria-selected={each === tab}
          aria-controls="call-panel"
          tabIndex={each === tab ? 0 : -1}
          onClick={() => patch({ tab: each }, { replace: true })}
        >
          {TAB_WORDS[each]}
          <TabCount tab={each} story={story} />
        </button>
      ))}
    </div>
  );
}

function TabCount({ tab, story: { messages, diagnosis, quality } }: { tab: Tab; story: Story }) {
  if (tab === "messages" && messages) return <span className="tab-count">{messages.length}</span>;
  const logs = tab === "logs" ? (messages ?? []).filter(isRecord).length : 0;
  if (logs > 0) return <span className="tab-count">{logs}</span>;
  const mos = quality?.streams.flatMap(({ worst_mos, mos_lq, reported_mos }) => worst_mos ?? mos_lq ?? reported_mos ?? []) ?? [];
  if (tab === "quality" && mos.length > 0) return <span className="tab-count">{Math.min(...mos).toFixed(1)}</span>;
  const [root] = diagnosis?.findings ?? [];
  if (tab !== "findings" || !diagnosis || !root) return null;
  return (
    <span className={`tab-count severity-${root.severity}`}>
      <Icon name={SEVERITY_ICON[root.severity]} size={11} /> {diagnosis.findings.length}
    </span>
  );
}
