// Live on or off. Off for fixed ranges: a range that has an end cannot grow.
import { isRelative, rangeOf } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { useStreamState } from "./stream-state.ts";
import { LIVE_TITLES, SHELL_WORDS } from "../words/shell.ts";

export function LiveToggle() {
  const { search, patch } = usePageSearch();
  const stream = useStreamState();
  const possible = isRelative(rangeOf(search));
  const on = possible && search.live !== "0";
  const title = LIVE_TITLES[!possible ? "fixed" : on ? stream : "off"];
  return (
    <button
      type="button"
      className={`button live-toggle live-${!on ? "off" : stream === "off" ? "idle" : stream}`}
      aria-pressed={on}
      disabled={!possible}
      title={title}
      onClick={() => patch({ live: on ? "0" : undefined }, { replace: true })}
    >
      <span className="live-dot" aria-hidden="true" />
      <span className="live-word">{on && stream === "lost" ? SHELL_WORDS.reconnecting : SHELL_WORDS.live}</span>
    </button>
  );
}
