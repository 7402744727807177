// The calls in progress, by what a list said and by what changed since: newest first, over when they are over.
import { isOpen } from "@sipglass/model";
import type { CallJson, LiveChanges } from "../api/shapes.ts";

export type ActiveCalls = ReadonlyMap<string, CallJson>;

/** More are counted and not drawn: nobody reads a thousand lines that move. */
export const MOST_DRAWN = 150;
const MOST_KNOWN = 5000;

export const activeFrom = (calls: readonly CallJson[]): ActiveCalls =>
  new Map(calls.filter(({ state }) => isOpen(state)).map((call) => [call.id, call]));

export function applied(active: ActiveCalls, { changes }: LiveChanges): ActiveCalls {
  const next = new Map(active);
  for (const { call } of changes) {
    const known = next.get(call.id);
    if (known && known.revision > call.revision) continue;
    if (isOpen(call.state)) next.set(call.id, call);
    else next.delete(call.id);
  }
  while (next.size > MOST_KNOWN) next.delete(next.keys().next().value ?? "");
  return next;
}

export const byNewest = (active: ActiveCalls): CallJson[] =>
  [...active.values()].toSorted((a, b) => ((a.started_at ?? "") < (b.started_at ?? "") ? 1 : -1));

export function countedStates(active: ActiveCalls): Record<"trying" | "ringing" | "established", number> {
  const counts = { trying: 0, ringing: 0, established: 0 };
  for (const { state } of active.values()) if (state === "trying" || state === "ringing" || state === "established") counts[state] += 1;
  return counts;
}
