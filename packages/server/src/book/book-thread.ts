// The thread of the book: opens store and archive, then answers calls by name. All thinking is in book.ts.
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { isSipglassError } from "@sipglass/model";
import { inflateAny } from "../inflate.ts";
import { latin1 } from "../latin1.ts";
import { shardOf } from "../route.ts";
import { openEmbeddedStore } from "../store/embedded/mod.ts";
import { openLogReader } from "../store/log/mod.ts";
import { createBook, type Book } from "./book.ts";
import { createExaminerLink } from "./examine/examiner-link.ts";
import type { LiveChange } from "./questions.ts";
import { createShardLink } from "./shard-link.ts";

export interface BookData {
  indexDirectory: string;
  archiveDirectory: string;
  /** Headers (lower case) that are kept on calls. */
  headers: readonly string[];
  storeMemoryBytes: number;
  shards: MessagePort[];
  examiner: MessagePort;
}

/** `subscribe` and its end are messages of their own; everything else is method and arguments. */
export type ToBook =
  | { kind: "call"; id: number; method: string; args: unknown[] }
  | { kind: "subscribe"; id: number; args: unknown[] }
  | { kind: "unsubscribe"; id: number };

export type FromBook =
  | { kind: "ready" }
  | { kind: "failed_to_open"; code: string; message: string }
  | { kind: "returned"; id: number; value: unknown }
  | { kind: "threw"; id: number; code: string; message: string; details: Record<string, unknown> }
  | { kind: "changes"; id: number; changes: LiveChange[] }
  | { kind: "failure"; message: string };

async function start(port: MessagePort, data: BookData): Promise<void> {
  const post = (message: FromBook): void => port.postMessage(message);
  let book: Book;
  try {
    const onFailure = (error: Error): void => post({ kind: "failure", message: error.message });
    const memoryLimitMb = Math.round(data.storeMemoryBytes / 1024 / 1024);
    const store = await openEmbeddedStore({ directory: data.indexDirectory, threads: 1, memoryLimitMb, onFailure });
    const reader = await openLogReader({ directory: data.archiveDirectory });
    const shards = data.shards.map(createShardLink);
    const examiner = createExaminerLink(data.examiner, onFailure);
    book = createBook({
      store, reader, shards, examiner, ports: { inflate: inflateAny, latin1 }, headers: data.headers,
      shardOf: ({ frame, peer }) => shardOf(frame, peer, shards.length),
      onFailure,
    });
  } catch (error) {
    post({ kind: "failed_to_open", code: isSipglassError(error) ? error.code : "internal", message: (error as Error).message });
    return;
  }
  const subscriptions = new Map<number, () => void>();
  port.on("message", (message: ToBook) => {
    if (message.kind === "call") void call(book, message, post);
    else if (message.kind === "unsubscribe") {
      subscriptions.get(message.id)?.();
      subscriptions.delete(message.id);
    } else {
      const [scope, query] = message.args as Parameters<Book["subscribe"]>;
      subscriptions.set(message.id, book.subscribe(scope, query, (changes) => post({ kind: "changes", id: message.id, changes })));
    }
  });
  post({ kind: "ready" });
}

async function call(book: Book, { id, method, args }: Extract<ToBook, { kind: "call" }>, post: (message: FromBook) => void): Promise<void> {
  try {
    const answer = (book[method as keyof Book] as (...values: unknown[]) => Promise<unknown>)(...args);
    post({ kind: "returned", id, value: await answer });
  } catch (error) {
    const { message, stack } = error as Error;
    if (isSipglassError(error)) post({ kind: "threw", id, code: error.code, message, details: error.details });
    else post({ kind: "threw", id, code: "internal", message: stack ?? message, details: {} });
  }
  if (method === "close") parentPort?.close();
}

if (parentPort && workerData) void start(parentPort as unknown as MessagePort, workerData as BookData);
