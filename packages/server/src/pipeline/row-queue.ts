// Finished calls on their way to the book: gathered, sent as batches, and kept findable until the book has confirmed their commit.
import { encodeCalls, type Call, type Registration } from "@sipglass/model";
import type { FromShard } from "./messages.ts";

const ROWS_A_BATCH = 1000;

export interface RowQueue {
  add(call: Call): void;
  /** Everything gathered, and the registrations that changed. */
  send(registrations: Registration[]): void;
  committed(upTo: number): void;
  /** Sent and not yet confirmed. */
  readonly uncommitted: number;
  /** Gathered or not yet confirmed. */
  calls(): Iterable<Call>;
}

export function createRowQueue(post: (message: FromShard) => void): RowQueue {
  const gathered: Call[] = [];
  const sent = new Map<number, Call[]>();
  let batch = 0;
  let uncommitted = 0;
  return {
    add: (call) => void gathered.push(call),
    send(registrations) {
      while (gathered.length > 0 || registrations.length > 0) {
        const calls = gathered.splice(0, ROWS_A_BATCH);
        batch += 1;
        uncommitted += calls.length;
        sent.set(batch, calls);
        post({ kind: "rows", batch, calls: encodeCalls(calls), registrations: registrations.splice(0) });
      }
    },
    committed(upTo) {
      for (const [number, calls] of sent) {
        if (number > upTo) break;
        uncommitted -= calls.length;
        sent.delete(number);
      }
    },
    get uncommitted() {
      return uncommitted;
    },
    *calls() {
      yield* gathered;
      for (const calls of sent.values()) yield* calls;
    },
  };
}
