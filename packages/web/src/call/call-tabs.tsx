// Ladder, messages, raw: three views of the same messages.
import { TABS } from "../url/page-search.ts";
import type { Tab } from "../url/page-search.ts";
import { usePageSearch } from "../url/use-page-search.ts";

const LABEL = { ladder: "Ladder", messages: "Messages", raw: "Raw" } satisfies Record<Tab, string>;

export function CallTabs({ tab, count }: { tab: Tab; count: number | undefined }) {
  const { patch } = usePageSearch();
  const move = (by: number): void => {
    const next = TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length];
    patch({ tab: next }, { replace: true });
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div
      className="tabs"
      role="tablist"
      aria-label="Views of the call"
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
          {LABEL[each]}
          {each === "messages" && count !== undefined && <span className="tab-count">{count}</span>}
        </button>
      ))}
    </div>
  );
}
