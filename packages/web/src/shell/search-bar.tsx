// The search bar: the query language with colours, suggestions at the caret, and faults shown where they are.
import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { FormEvent, KeyboardEvent } from "react";
import { applySuggestion } from "../query/suggest.ts";
import type { Suggestion } from "../query/suggest.ts";
import { liftRange } from "../query/edit.ts";
import { remember } from "../query/history.ts";
import { Icon } from "../ui/icon.tsx";
import { usePageSearch } from "../url/use-page-search.ts";
import { QueryColours } from "./query-colours.tsx";
import { SEARCH_WORDS as WORDS } from "../words/search.ts";
import { QueryWarning } from "./query-warning.tsx";
import { SuggestionList } from "./suggestion-list.tsx";
import { useQueryCheck } from "./use-query-check.ts";
import { useSuggestions } from "./use-suggestions.ts";

export function SearchBar() {
  const { search, ask } = usePageSearch();
  const [text, setText] = useState(search.q ?? "");
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setText(search.q ?? ""), [search.q]);
  const { place, suggestions } = useSuggestions(text, caret, open);
  const check = useQueryCheck(text, open);
  const close = (): void => (setOpen(false), setPicked(-1));

  const run = (query: string): void => {
    ask({ q: query });
    remember(query);
    setText(liftRange(query).query);
    close();
  };
  const take = ({ insert, whole }: Suggestion): void => {
    if (whole !== undefined) return (run(insert), input.current?.blur());
    const next = applySuggestion(text, place, insert);
    // At once, not in the next frame: the next key may come before it.
    flushSync(() => (setText(next.text), setPicked(-1), setCaret(next.caret)));
    input.current?.setSelectionRange(next.caret, next.caret);
  };
  const onKey = (event: KeyboardEvent): void => {
    const chosen = suggestions[picked];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const places = suggestions.length + 1;
    if (event.key === "Enter" && event.altKey && check?.mended !== undefined) setText(check.mended);
    else if (step !== undefined && places > 1) setPicked(((picked + 1 + step + places) % places) - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && chosen && open) take(chosen);
    else if (event.key === "Escape" && open) close();
    else if (event.key === "Escape") input.current?.blur();
    else return;
    event.preventDefault();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    run(text);
    input.current?.blur();
  };
  return (
    <form className="search" role="search" onSubmit={submit}>
      <Icon name="search" />
      <div className="search-field">
        <QueryColours text={text} follow={input} faultAt={check?.position ?? null} />
        <input
          id="search"
          ref={input}
          value={text}
          placeholder={WORDS.placeholder}
          aria-label={WORDS.label}
          aria-invalid={check !== null}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="search"
          role="combobox"
          aria-expanded={open && suggestions.length > 0}
          aria-controls="suggestions"
          aria-autocomplete="list"
          aria-activedescendant={picked >= 0 ? `suggestion-${picked}` : undefined}
          onChange={(event) => (setText(event.target.value), setCaret(event.target.selectionStart ?? 0), setOpen(true), setPicked(-1))}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onFocus={() => setOpen(true)}
          onBlur={close}
          onKeyDown={onKey}
        />
      </div>
      {text !== "" && (
        <button
          type="button"
          className="button button-quiet button-icon"
          aria-label={WORDS.clear}
          title={WORDS.clear}
          onClick={() => run("")}
        >
          <Icon name="close" />
        </button>
      )}
      {text === "" && <kbd className="search-key">/</kbd>}
      {open && (suggestions.length > 0 || check !== null) && (
        <div className="search-below">
          {check && <QueryWarning check={check} take={(mended) => (setText(mended), input.current?.focus())} />}
          {suggestions.length > 0 && <SuggestionList suggestions={suggestions} picked={picked} take={take} />}
        </div>
      )}
    </form>
  );
}
