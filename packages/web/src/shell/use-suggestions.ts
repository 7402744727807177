// Suggestions for the caret: fixed sets at once, recent values from the server.
import { useDeferredValue } from "react";
import { useComplete } from "../api/questions.ts";
import { QUERY_FIELDS } from "../query/fields.ts";
import { caretPlace, fieldSuggestions, valueSuggestions } from "../query/suggest.ts";
import type { CaretPlace, Suggestion } from "../query/suggest.ts";

export function useSuggestions(text: string, caret: number, open: boolean): { place: CaretPlace; suggestions: Suggestion[] } {
  const place = caretPlace(text, caret);
  const field = QUERY_FIELDS.find((each) => each.name === place.field);
  const prefix = useDeferredValue(place.prefix.replace(/^["~]/, ""));
  const asked = useComplete(open && field?.complete ? field.name : "", prefix);
  if (place.field === undefined) return { place, suggestions: fieldSuggestions(QUERY_FIELDS, place.prefix) };
  const values = field?.values ?? (field?.complete ? asked.data?.items : undefined) ?? [];
  return { place, suggestions: valueSuggestions(values, place.prefix) };
}
