// The book from another thread: the same questions, carried as messages.
import type { Worker } from "node:worker_threads";
import { ERRORS, SipglassError, type ErrorCode } from "@sipglass/model";
import type { Book } from "./book.ts";
import type { FromBook, ToBook } from "./book-thread.ts";
import type { LiveChange } from "./questions.ts";

const METHODS = [
  "search", "find", "session", "sessions", "links", "decideLink", "linkKnowledge", "messages", "packets", "histogram", "sessionHistogram", "kpi", "count", "complete", "registrations", "agents", "importedKeys",
  "recover", "rebuild", "state", "belongTo", "joinLegs", "dropBefore", "seal", "close",
] as const satisfies readonly (keyof Book)[];

export interface BookClient extends Book {
  /** Rejects when the store or the archive cannot be opened. */
  ready(): Promise<void>;
}

interface Called {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export function createBookClient(worker: Worker, onFailure: (message: string) => void): BookClient {
  const called = new Map<number, Called>();
  const subscribers = new Map<number, (changes: LiveChange[]) => void>();
  const opening = Promise.withResolvers<void>();
  opening.promise.catch(() => undefined);
  let lastId = 0;
  let gone: Error | undefined;
  const post = (message: ToBook): void => worker.postMessage(message);
  const failAll = (error: Error): void => {
    gone ??= error;
    opening.reject(error);
    for (const { reject } of called.values()) reject(error);
    called.clear();
  };

  worker.on("message", (message: FromBook) => {
    if (message.kind === "ready") opening.resolve();
    else if (message.kind === "failed_to_open") opening.reject(errorOf(message.code, message.message));
    else if (message.kind === "failure") onFailure(message.message);
    else if (message.kind === "changes") subscribers.get(message.id)?.(message.changes);
    else {
      const waiting = called.get(message.id);
      called.delete(message.id);
      if (message.kind === "returned") waiting?.resolve(message.value);
      else waiting?.reject(errorOf(message.code, message.message, message.details));
    }
  });
  worker.on("error", failAll);
  worker.on("exit", () => failAll(new SipglassError("unavailable", { part: "book" })));

  const call = (method: string) => (...args: unknown[]): Promise<unknown> => {
    // A message to a worker that is gone vanishes without a word.
    if (gone) return Promise.reject(gone);
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      called.set(id, { resolve, reject });
      post({ kind: "call", id, method, args });
    });
  };
  const calls = Object.fromEntries(METHODS.map((method) => [method, call(method)])) as unknown as Pick<Book, (typeof METHODS)[number]>;

  return {
    ...calls,
    ready: () => opening.promise,
    subscribe(scope, query, onChanges) {
      lastId += 1;
      const id = lastId;
      subscribers.set(id, onChanges);
      post({ kind: "subscribe", id, args: [scope, query] });
      return () => {
        subscribers.delete(id);
        post({ kind: "unsubscribe", id });
      };
    },
  };
}

function errorOf(code: string, message: string, details: Record<string, unknown> = {}): SipglassError {
  return new SipglassError(code in ERRORS ? (code as ErrorCode) : "internal", details, message);
}
