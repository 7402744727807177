// Which registrations are on show: all, those in one state, or those that come and go.
import type { RegistrationJson } from "../api/shapes.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { grouped } from "../words/count.ts";
import { REGISTRATION_STATES, REGISTRATION_WORDS } from "../words/registrations.ts";
import { FLAPPING, shownState } from "./registration-state.ts";

const CHOICES = Object.entries(REGISTRATION_STATES);

export function StateSwitch({ items, nowUs }: { items: readonly RegistrationJson[]; nowUs: number }) {
  const { search, patch } = usePageSearch();
  const counts = new Map<string, number>();
  for (const each of items) {
    const state = shownState(each, nowUs);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const flapping = items.filter(({ flaps }) => flaps >= FLAPPING).length;
  const choice = (state: string | undefined, label: string, count: number, hint?: string) => (
    <button key={label} type="button" aria-pressed={search.state === state} title={hint} onClick={() => patch({ state }, { replace: true })}>
      {label} {grouped(count)}
    </button>
  );
  return (
    <div className="segments" role="group" aria-label={REGISTRATION_WORDS.states}>
      {choice(undefined, REGISTRATION_WORDS.all, items.length)}
      {CHOICES.filter(([state]) => counts.has(state) || search.state === state).map(([state, label]) =>
        choice(state, label, counts.get(state) ?? 0),
      )}
      {(flapping > 0 || search.state === "flapping") &&
        choice("flapping", REGISTRATION_WORDS.flapping, flapping, REGISTRATION_WORDS.flappingHint)}
    </div>
  );
}
