// The legs above the ladder, each with its mark; a click hides or shows its messages.
import type { CallJson } from "../api/shapes.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { LegChip } from "./leg-chip.tsx";
import { legLetter } from "./leg-ladder.ts";
import { LEGS_WORDS } from "../words/links.ts";

export function LegSwitches({ legs, own }: { legs: readonly CallJson[]; own: string }) {
  const { search, patch } = usePageSearch();
  const hidden = search.hide ?? "";
  const toggle = (letter: string): void => {
    const next = hidden.includes(letter) ? hidden.replace(letter, "") : [...hidden, letter].toSorted().join("");
    // An empty ladder helps nobody: the last leg on show stays.
    if (next.length < legs.length) patch({ hide: next === "" ? undefined : next }, { replace: true });
  };
  return (
    <div className="leg-switches" role="group" aria-label={LEGS_WORDS.legsInTheLadder}>
      {legs.map((call, leg) => {
        const letter = legLetter(leg).toLowerCase();
        const shown = !hidden.includes(letter);
        return (
          <button
            key={call.id}
            type="button"
            className="leg-switch"
            aria-pressed={shown}
            title={`${shown ? "Hide" : "Show"} ${LEGS_WORDS.leg} ${legLetter(leg)}: ${call.call_id}`}
            onClick={() => toggle(letter)}
          >
            <LegChip leg={leg} />
            <span className="clip">
              {call.caller || "?"} → {call.callee || "?"}
            </span>
            <span className="quiet">{call.id === own ? LEGS_WORDS.thisCall : call.src}</span>
          </button>
        );
      })}
    </div>
  );
}
