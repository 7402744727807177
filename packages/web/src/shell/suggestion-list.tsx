// Suggestions under the search bar.
import type { Suggestion } from "../query/suggest.ts";

interface SuggestionListProps {
  suggestions: Suggestion[];
  picked: number;
  take: (suggestion: Suggestion) => void;
}

export function SuggestionList({ suggestions, picked, take }: SuggestionListProps) {
  return (
    <ul className="suggestions" id="suggestions" role="listbox" aria-label="Suggestions">
      {suggestions.map((suggestion, index) => (
        <li
          key={suggestion.insert}
          id={`suggestion-${index}`}
          role="option"
          aria-selected={index === picked}
          onPointerDown={(event) => (event.preventDefault(), take(suggestion))}
        >
          <code>{suggestion.label}</code>
          <span>{suggestion.hint}</span>
        </li>
      ))}
    </ul>
  );
}
