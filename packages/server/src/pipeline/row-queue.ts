// Finished calls on their way to the book: gathered, sent as batches, and kept findable until the book has confirmed their commit.
import { encodeCalls, type Call, type Registration } from "@sipglass/model";
import type { FromShard } from "./messages.ts";

const ROWS_A_BATCH = 1000;

export interface RowQueue {
  add(call: Call): void;
  /** Everything gathered, and the registrations that changed. */
  send(registrations: Registration[]): void;
  sendRegistrations(registrations: Registration[]): void;
  committed(upTo: number): void;
  /** Drops what is gathered: it will be derived again. */
  forget(): void;
  /** Gathered, or sent and not yet confirmed. */
  readonly uncommitted: number;
  calls(): Iterable<Call>;
}

export function createRowQueue(post: (message: FromShard) => void): RowQueue {
  const gathered: Call[] = [];
  const sent = new Map<number, Call[]>();
  let batch = 0;
  let uncommitted = 0;
  const sendBatch = (calls: Call[], registrations: Registration[]): void => {
    batch += 1;
    uncommitted += calls.length;
    sent.set(batch, calls);
    post({ kind: "rows", batch, calls: encodeCalls(calls), registrations });
  };
  return {
    add: (call) => void gathered.push(call),
    send(registrations) {
      while (gathered.length > 0 || registrations.length > 0) sendBatch(gathered.splice(0, ROWS_A_BATCH), registrations.splice(0));
    },
    sendRegistrations(registrations) {
      if (registrations.length > 0) sendBatch([], registrations);
    },
    committed(upTo) {
      for (const [number, calls] of sent) {
        if (number > upTo) break;
        uncommitted -= calls.length;
        sent.delete(number);
      }
    },
    forget: () => void gathered.splice(0),
    get uncommitted() {
      return gathered.length + uncommitted;
    },
    *calls() {
      yield* gathered;
      for (const calls of sent.values()) yield* calls;
    },
  };
}
