// Suggestions under the search bar.
import type { Suggestion } from "../query/suggest.ts";
import { SEARCH_WORDS as WORDS } from "../words/search.ts";

interface SuggestionListProps {
  suggestions: Suggestion[];
  picked: number;
  take: (suggestion: Suggestion) => void;
}

export function SuggestionList({ suggestions, picked, take }: SuggestionListProps) {
  return (
    <ul className="suggestions" id="suggestions" role="listbox" aria-label={WORDS.suggestions}>
      {suggestions.map((suggestion, index) => (
        <li
          key={`${suggestion.whole ?? ""} ${suggestion.insert}`}
          id={`suggestion-${index}`}
          role="option"
          aria-selected={index === picked}
          onPointerDown={(event) => (event.preventDefault(), take(suggestion))}
        >
          <code>{suggestion.label}</code>
          <span>{suggestion.hint}</span>
          {suggestion.whole && <small>{suggestion.whole}</small>}
        </li>
      ))}
    </ul>
  );
}
