// Values that a field of the query language has in calls at hand: what a search can be completed to.
import type { Call } from "../call.ts";
import { fieldNamed, type Source } from "./fields.ts";
import { fold } from "./fold.ts";

export interface ValueCount {
  value: string;
  /** Calls that have it. */
  count: number;
}

/** Values of a field that begin with `prefix`, the most frequent first. */
export function valuesOfField(calls: Iterable<Call>, field: string, prefix: string, limit: number): ValueCount[] {
  const found = new Map<string, number>();
  const wanted = fold(prefix);
  const sources = fieldNamed(field)?.sources ?? [];
  for (const call of calls) {
    for (const source of sources) {
      for (const value of valuesOf(source, call)) if (value !== "" && fold(value).startsWith(wanted)) found.set(value, (found.get(value) ?? 0) + 1);
    }
  }
  return mostFrequent(found, limit);
}

/** Counts of the same value, made in several places, add up. */
export function mergeValues(counted: readonly (readonly ValueCount[])[], limit: number): ValueCount[] {
  const found = new Map<string, number>();
  for (const { value, count } of counted.flat()) found.set(value, (found.get(value) ?? 0) + count);
  return mostFrequent(found, limit);
}

const mostFrequent = (found: ReadonlyMap<string, number>, limit: number): ValueCount[] =>
  Array.from(found, ([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, Math.max(0, limit));

function valuesOf(source: Source, call: Call): readonly string[] {
  switch (source.kind) {
    case "hops":
      return source.get(call);
    case "list":
      return Array.from({ length: source.length(call) }, (_, i) => source.item(call, i));
    case "header":
      return Object.keys(call.headers);
    case "number": {
      const value = source.get(call);
      return value === null || (source.zeroIsNone && value === 0) ? [] : [String(value)];
    }
    default:
      return [source.get(call)];
  }
}
