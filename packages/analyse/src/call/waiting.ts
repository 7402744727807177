// Finished calls that wait for somebody to examine them, those with trouble first. Bounded: under load the oldest is let go, and its row says so.
import type { Call, CallState } from "@sipglass/model";

/** Of each kind; at the rates at which so many gather, whoever examines is seconds behind. */
const MAX_WAITING = 2000;

export interface WaitingCalls<T extends { call: Call }> {
  /** It is over and changed: whatever is known of it is out of date. */
  add(live: T): void;
  remove(live: T): void;
  has(live: T): boolean;
  /** Takes up to `limit`, those with trouble first, the oldest of each first; those that are not ready stay. */
  take(limit: number, isReady: (call: Call) => boolean): T[];
  readonly size: number;
}

const CLEAN: ReadonlySet<CallState> = new Set(["completed", "busy", "cancelled"]);

/** Nothing stands out in it: at most, its messages tell more. */
export function isClean({ kind, state, statusCode, retransmissions, partial, reinvites, refs }: Call): boolean {
  if (retransmissions > 0 || reinvites > 0 || partial !== "" || refs.some(({ writer }) => writer.endsWith(".media"))) return false;
  return kind === "call" ? CLEAN.has(state) : statusCode >= 200 && statusCode < 300;
}

export function createWaitingCalls<T extends { call: Call }>(max = MAX_WAITING): WaitingCalls<T> {
  const troubled = new Set<T>();
  const clean = new Set<T>();
  const takeFrom = (from: Set<T>, taken: T[], limit: number, isReady: (call: Call) => boolean): void => {
    for (const live of from) {
      if (taken.length >= limit) return;
      if (!isReady(live.call)) continue;
      from.delete(live);
      taken.push(live);
    }
  };
  const remove = (live: T): void => void (troubled.delete(live) || clean.delete(live));
  return {
    add(live) {
      remove(live);
      const into = isClean(live.call) ? clean : troubled;
      into.add(live);
      if (into.size > max) for (const oldest of into) return void into.delete(oldest);
    },
    remove,
    has: (live) => troubled.has(live) || clean.has(live),
    take(limit, isReady) {
      const taken: T[] = [];
      takeFrom(troubled, taken, limit, isReady);
      takeFrom(clean, taken, limit, isReady);
      return taken;
    },
    get size() {
      return troubled.size + clean.size;
    },
  };
}
