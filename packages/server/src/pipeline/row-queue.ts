// Finished calls on their way to the book: gathered, sent as batches, and kept findable until the book has confirmed their commit.
import { applyExamination, countPackets, encodeCalls, type Call, type Examination, type Registration, type SessionChange } from "@sipglass/model";
import { addStray, type Stray } from "@sipglass/analyse";
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
  /** Puts them on their calls; answers the ids of those that are not here any more, or whose row was sent without. */
  examined(examinations: readonly Examination[]): string[];
  /** A report that came late; false when the call is not here, or its row was sent without. */
  attach(id: string, stray: Stray, maxRefs: number): boolean;
  /** As `examined`, for other ids of sessions. */
  moved(changes: readonly SessionChange[]): string[];
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
    examined(examinations) {
      const waiting = new Map(gathered.map((call) => [call.id, call]));
      const underWay = new Map([...sent.values()].flat().map((call) => [call.id, call]));
      return examinations.flatMap((examination) => {
        const { id } = examination;
        const call = waiting.get(id) ?? underWay.get(id);
        if (!call) return [id];
        // It went on changing until it was handed on: what was found is out of date, and its row says that nobody looked.
        if (countPackets(call.refs) !== examination.packets) return [];
        applyExamination(call, examination);
        return waiting.has(id) ? [] : [id];
      });
    },
    attach(id, stray, maxRefs) {
      const call = gathered.find((each) => each.id === id);
      if (call) addStray(call, stray, maxRefs);
      return call !== undefined;
    },
    moved(changes) {
      const newest = new Map(changes.map(({ id, sessionId, firstLegs }) => [id, { sessionId, firstLegs }]));
      const place = (calls: readonly Call[]): Call[] => {
        const here = calls.filter(({ id }) => newest.has(id));
        for (const call of here) Object.assign(call, newest.get(call.id));
        return here;
      };
      for (const calls of sent.values()) place(calls);
      for (const { id } of place(gathered)) newest.delete(id);
      return [...newest.keys()];
    },
    *calls() {
      yield* gathered;
      for (const calls of sent.values()) yield* calls;
    },
  };
}
