// A call in the tracker's memory: its record and facts, and where it hangs (deadline, queue, checkpoint).
import type { TrackedCall } from "./open-call.ts";
import type { Due } from "./due-heap.ts";
import type { Source } from "./sources.ts";

export interface LiveCall extends TrackedCall, Due {
  /** Call-ID, or a key of its own when the message had none. */
  key: string;
  source: Source<LiveCall>;
  /** Over, and waiting for late messages. */
  finished: boolean;
  previous: LiveCall | undefined;
  next: LiveCall | undefined;
  /** Revision that the last checkpoint holds; 0 = none does. */
  savedRevision: number;
  /** Of what correlation has heard; 0 = nothing. */
  legMark: number;
  legStartUs: number;
}

/** First in, first out; a call can leave from anywhere. */
export interface CallQueue {
  push(call: LiveCall): void;
  remove(call: LiveCall): void;
  readonly first: LiveCall | undefined;
  readonly size: number;
}

export function createCallQueue(): CallQueue {
  let first: LiveCall | undefined;
  let last: LiveCall | undefined;
  let size = 0;
  return {
    push(call) {
      call.previous = last;
      call.next = undefined;
      if (last) last.next = call;
      else first = call;
      last = call;
      size += 1;
    },
    remove(call) {
      if (call.previous) call.previous.next = call.next;
      else first = call.next;
      if (call.next) call.next.previous = call.previous;
      else last = call.previous;
      call.previous = call.next = undefined;
      size -= 1;
    },
    get first() {
      return first;
    },
    get size() {
      return size;
    },
  };
}
