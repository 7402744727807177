// What is offered at the caret: fixed sets at once, recent values from the server, queries asked before and saved ones.
import { useDeferredValue, useMemo } from "react";
import { useComplete } from "../api/questions.ts";
import { useSavedSearches } from "../api/saved-searches.ts";
import { QUERY_FIELDS } from "../query/fields.ts";
import { history, historyWith } from "../query/history.ts";
import { caretPlace, fieldSuggestions, valueSuggestions } from "../query/suggest.ts";
import type { CaretPlace, Suggestion } from "../query/suggest.ts";
import { SEARCH_WORDS as WORDS } from "../words/search.ts";

const MOST_RECENT = 5;
const MOST_SAVED = 4;

export function useSuggestions(text: string, caret: number, open: boolean): { place: CaretPlace; suggestions: Suggestion[] } {
  const place = caretPlace(text, caret);
  const field = QUERY_FIELDS.find((each) => each.name === place.field);
  const prefix = useDeferredValue(place.prefix.replace(/^["~]/, ""));
  const asked = useComplete(open && field?.complete ? field.name : "", prefix);
  const saved = useSavedSearches(open);
  const before = useMemo(() => (open ? history() : []), [open]);
  if (place.field !== undefined) {
    const values = field?.values ?? (field?.complete ? asked.data?.items : undefined) ?? [];
    return { place, suggestions: valueSuggestions(values, place.prefix) };
  }
  const fields = fieldSuggestions(QUERY_FIELDS, place.prefix);
  const typed = text.trim().toLowerCase();
  const named = (saved.data?.items ?? [])
    .filter(({ name, query }) => query !== text.trim() && `${name} ${query}`.toLowerCase().includes(typed))
    .slice(0, MOST_SAVED)
    .map(({ name, query }): Suggestion => ({ insert: query, label: name, hint: query, whole: WORDS.saved }));
  const recent = historyWith(before, text, typed === "" ? MOST_RECENT : 2).map((query): Suggestion => ({
    insert: query,
    label: query,
    hint: "",
    whole: WORDS.recent,
  }));
  return { place, suggestions: typed === "" ? [...recent, ...named, ...fields.slice(0, 6)] : [...fields, ...named, ...recent] };
}
