// Which sessions have several legs, and which of those changed: their legs are examined together. Bounded: of a session that was forgotten, a leg that
// bears the session's own id is looked at alone.
import type { Call } from "@sipglass/model";

export interface JoinedSessions {
  changed(sessionIds: Iterable<string>): void;
  /** Takes some of those that changed. */
  takeChanged(limit: number): string[];
  /** Sessions of these calls that have, as far as is known, more legs. */
  of(calls: readonly Call[]): string[];
}

const MAX_KNOWN = 50_000;
const MAX_CHANGED = 10_000;

export function createJoined(): JoinedSessions {
  const known = new Set<string>();
  const changed = new Set<string>();
  const bound = (set: Set<string>, max: number): void => {
    for (const oldest of set) {
      if (set.size <= max) return;
      set.delete(oldest);
    }
  };
  return {
    changed(sessionIds) {
      for (const id of sessionIds) {
        known.delete(id);
        known.add(id);
        changed.add(id);
      }
      bound(known, MAX_KNOWN);
      bound(changed, MAX_CHANGED);
    },
    takeChanged(limit) {
      const taken = [...changed].slice(0, limit);
      for (const id of taken) changed.delete(id);
      return taken;
    },
    of(calls) {
      const ids = new Set(calls.filter(({ id, sessionId }) => sessionId !== id || known.has(sessionId)).map(({ sessionId }) => sessionId));
      for (const id of ids) changed.delete(id);
      return [...ids];
    },
  };
}
