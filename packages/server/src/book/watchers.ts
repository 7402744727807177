// Those who watch live: each has a scope and a query, gets what changed and matches, at most every 250 ms, newest state only.
import { asSeen, decodeCalls, scopeAllows, toPredicate, type Call, type CallBatch, type Query, type Scope } from "@sipglass/model";
import type { LiveChange } from "./questions.ts";

const GATHER_MS = 250;
/** A watcher remembers so many ids to tell new from changed; beyond, an old call counts as new again. */
const MAX_KNOWN = 50_000;

/** Messages are not read for those who watch: what only they can tell does not match. */
const NO_MESSAGES = { raw: () => false };

export interface Watchers {
  add(scope: Scope, query: Query, onChanges: (changes: LiveChange[]) => void): () => void;
  changed(batch: CallBatch): void;
  close(): void;
}

interface Watcher {
  scope: Scope;
  matches(call: Call): boolean;
  known: Set<string>;
  waiting: Map<string, Call>;
  onChanges(changes: LiveChange[]): void;
}

/** `watch` tells the shards whether anyone is there: without watchers they send nothing. */
export function createWatchers(watch: (on: boolean) => void): Watchers {
  const watchers = new Set<Watcher>();
  let timer: NodeJS.Timeout | undefined;

  const deliver = (): void => {
    for (const watcher of watchers) {
      if (watcher.waiting.size === 0) continue;
      const changes = Array.from(watcher.waiting.values(), (call): LiveChange => ({ call, change: watcher.known.has(call.id) ? "changed" : "new" }));
      if (watcher.known.size > MAX_KNOWN) watcher.known.clear();
      for (const { call } of changes) watcher.known.add(call.id);
      watcher.waiting.clear();
      watcher.onChanges(changes);
    }
  };

  return {
    add(scope, query, onChanges) {
      const watcher: Watcher = { scope, matches: toPredicate(query, NO_MESSAGES), known: new Set(), waiting: new Map(), onChanges };
      watchers.add(watcher);
      if (watchers.size === 1) {
        watch(true);
        timer = setInterval(deliver, GATHER_MS);
      }
      return () => {
        if (!watchers.delete(watcher) || watchers.size > 0) return;
        watch(false);
        clearInterval(timer);
      };
    },
    changed(batch) {
      if (watchers.size === 0) return;
      for (const call of decodeCalls(batch)) {
        for (const watcher of watchers) {
          if (!scopeAllows(watcher.scope, call.tenants)) continue;
          const seen = asSeen(call, watcher.scope);
          if (watcher.known.has(call.id) || watcher.matches(seen)) watcher.waiting.set(call.id, seen);
        }
      }
    },
    close() {
      clearInterval(timer);
      watchers.clear();
    },
  };
}
