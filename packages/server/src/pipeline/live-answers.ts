// Questions about live calls, answered where the calls are: open ones, finished ones that wait for late messages, and rows whose commit
// is not yet confirmed. (Sending every change to one place was measured and costs more than the tracking itself: docs/decisions.)
import type { CallTracker } from "@sipglass/analyse";
import { encodeCalls, scopeAllows, toPredicate, type Call, type CallBatch, type Scope } from "@sipglass/model";
import type { LiveSearch, ShardQuestions } from "./messages.ts";
import type { RowQueue } from "./row-queue.ts";

export interface LiveAnswers {
  search(ask: LiveSearch): CallBatch;
  find(ask: ShardQuestions["find"]["ask"]): CallBatch;
  session(ask: ShardQuestions["session"]["ask"]): CallBatch;
  tally(ask: ShardQuestions["tally"]["ask"]): ShardQuestions["tally"]["answer"];
}

export function createLiveAnswers(tracker: CallTracker, rows: RowQueue): LiveAnswers {
  function* everything(): Iterable<Call> {
    yield* tracker.live();
    yield* rows.calls();
  }
  function select(scope: Scope, test: (call: Call) => boolean): Call[] {
    const found: Call[] = [];
    for (const call of everything()) if (test(call) && scopeAllows(scope, call.tenants)) found.push(call);
    return found;
  }
  return {
    search(ask) {
      const matches = toPredicate(ask.query);
      const found = select(ask.scope, (call) => inRange(call, ask) && isAfter(call, ask) && matches(call));
      const sign = ask.order === "newest" ? -1 : 1;
      found.sort((a, b) => sign * compareCalls(a, b));
      return encodeCalls(found.slice(0, ask.limit));
    },
    find: ({ scope, idOrCallId }) => encodeCalls(select(scope, (call) => call.id === idOrCallId || call.callId === idOrCallId)),
    session: ({ scope, sessionId }) => encodeCalls(select(scope, (call) => call.sessionId === sessionId)),
    tally(ask) {
      const matches = toPredicate(ask.query);
      return select(ask.scope, (call) => inRange(call, ask) && matches(call)).map(({ id, startedAtUs, state }) => ({ id, startedAtUs, state }));
    },
  };
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
