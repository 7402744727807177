// Questions about live calls, answered where the calls are: open ones, finished ones that wait for late messages, and rows whose commit
// is not yet confirmed. (Sending every change to one place was measured and costs more than the tracking itself: docs/decisions.)
import { asSeen, encodeCalls, scopeAllows, tallyCalls, toPredicate, valuesOfField, type Call, type CallBatch, type Scope } from "@sipglass/model";
import type { LiveSearch, ShardQuestions } from "./messages.ts";

export interface LiveAnswers {
  search(ask: LiveSearch): CallBatch;
  find(ask: ShardQuestions["find"]["ask"]): CallBatch;
  session(ask: ShardQuestions["session"]["ask"]): CallBatch;
  sessions(ask: ShardQuestions["sessions"]["ask"]): CallBatch;
  tally(ask: ShardQuestions["tally"]["ask"]): ShardQuestions["tally"]["answer"];
  complete(ask: ShardQuestions["complete"]["ask"]): ShardQuestions["complete"]["answer"];
  kpi(ask: ShardQuestions["kpi"]["ask"]): ShardQuestions["kpi"]["answer"];
}

/** Sorting is put off until so many pages have gathered: with a hundred thousand live calls sorting them all would hold packets up. */
const PAGES_BEFORE_SORTING = 4;

/** Completion is asked for at every key that is typed, and need not know every call. */
const MOST_COMPLETED_FROM = 20_000;

/** `everything`: all that the store does not have yet. */
export function createLiveAnswers(everything: () => Iterable<Call>): LiveAnswers {
  function* select(scope: Scope, test: (call: Call) => boolean): Iterable<Call> {
    for (const call of everything()) {
      if (!scopeAllows(scope, call.tenants)) continue;
      const seen = asSeen(call, scope);
      if (test(seen)) yield seen;
    }
  }
  const all = (scope: Scope, test: (call: Call) => boolean): CallBatch => encodeCalls([...select(scope, test)]);
  return {
    search(ask) {
      const matches = toPredicate(ask.query);
      const sign = ask.order === "newest" ? -1 : 1;
      return encodeCalls(firstOf(select(ask.scope, (call) => inRange(call, ask) && isAfter(call, ask) && matches(call)), ask.limit, (a, b) => sign * compareCalls(a, b)));
    },
    find: ({ scope, idOrCallId }) => all(scope, (call) => call.id === idOrCallId || call.callId === idOrCallId),
    session: ({ scope, sessionId }) => all(scope, (call) => call.sessionId === sessionId),
    sessions({ scope, sessionIds }) {
      const wanted = new Set(sessionIds);
      return all(scope, (call) => wanted.has(call.sessionId));
    },
    complete: ({ scope, field, prefix, limit }) => valuesOfField(firstFew(select(scope, () => true), MOST_COMPLETED_FROM), field, prefix, limit),
    kpi: ({ scope, question }) => tallyCalls(everything(), scope, question),
    tally(ask) {
      const matches = toPredicate(ask.query);
      return Array.from(select(ask.scope, (call) => inRange(call, ask) && matches(call)), ({ id, sessionId, startedAtUs, state }) => ({ id, sessionId, startedAtUs, state }));
    },
  };
}

function* firstFew(calls: Iterable<Call>, most: number): Iterable<Call> {
  let left = most;
  for (const call of calls) {
    if (left === 0) return;
    left -= 1;
    yield call;
  }
}

/** The first `limit` in the order. */
function firstOf(calls: Iterable<Call>, limit: number, compare: (a: Call, b: Call) => number): Call[] {
  let kept: Call[] = [];
  let last: Call | undefined;
  const cut = (): void => {
    kept = kept.sort(compare).slice(0, limit);
    last = kept.length === limit ? kept.at(-1) : undefined;
  };
  for (const call of calls) {
    if (last && compare(call, last) >= 0) continue;
    kept.push(call);
    if (kept.length >= limit * PAGES_BEFORE_SORTING) cut();
  }
  cut();
  return kept;
}

const inRange = (call: Call, { fromUs, toUs }: { fromUs: number; toUs: number }): boolean => call.startedAtUs >= fromUs && call.startedAtUs < toUs;

function isAfter(call: Call, { after, order }: LiveSearch): boolean {
  if (after === null) return true;
  const difference = call.startedAtUs - after.startedAtUs || (call.id < after.id ? -1 : call.id > after.id ? 1 : 0);
  return order === "newest" ? difference < 0 : difference > 0;
}

/** The order of every list: started at, then id. */
export function compareCalls(a: { startedAtUs: number; id: string }, b: { startedAtUs: number; id: string }): number {
  return a.startedAtUs - b.startedAtUs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
