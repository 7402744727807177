// The search field of a list: what is typed stands in the URL, and is asked a moment later.
import { useDeferredValue } from "react";
import { usePageSearch } from "../url/use-page-search.ts";

export function FindField({ label, example }: { label: string; example: string }) {
  const { search, patch } = usePageSearch();
  return (
    <label className="field sheet-filter">
      <span className="visually-hidden">{label}</span>
      <input
        type="search"
        value={search.find ?? ""}
        placeholder={example}
        spellCheck={false}
        onChange={(event) => patch({ find: event.target.value || undefined }, { replace: true })}
      />
    </label>
  );
}

export function useFind(): string {
  const { search } = usePageSearch();
  return useDeferredValue((search.find ?? "").trim());
}
