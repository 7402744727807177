// How many legs, and why they are one session; opens the panel of links.
import type { Story } from "../call/use-story.ts";
import { Icon } from "../ui/icon.tsx";
import { usePageSearch } from "../url/use-page-search.ts";
import { legsText, LEGS_WORDS } from "../words/links.ts";

export function LegsFact({ story: { legs, links } }: { story: Story }) {
  const { search, patch } = usePageSearch();
  if (legs.length < 2 && links.length === 0) return null;
  return (
    <div className="fact">
      <dt>{LEGS_WORDS.links}</dt>
      <dd>
        <button
          type="button"
          className="link legs-button"
          aria-expanded={search.legs === "1"}
          aria-controls="legs-panel"
          title={LEGS_WORDS.whyTheseAreOne}
          onClick={() => patch({ legs: search.legs ? undefined : "1" }, { replace: true })}
        >
          {legsText(legs.length, links)} <Icon name={search.legs ? "down" : "right"} size={11} />
        </button>
      </dd>
    </div>
  );
}
