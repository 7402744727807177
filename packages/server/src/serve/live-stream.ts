// One live client: server-sent events (WHATWG HTML §9.2) with back-pressure. While the client takes nothing, changes of one call are
// folded into its newest; beyond a bound the oldest calls are only counted, and the client is told how many it missed. Memory does not
// grow with slowness.
import type { Writable } from "node:stream";
import type { LiveChange } from "../book/questions.ts";

export interface LiveStreamOptions {
  out: Writable;
  heartbeatMs: number;
  stalledMs: number;
  maxPending: number;
  /** Asked before anything is sent: false ends the stream (user disabled, session over, rights changed). */
  isAllowed(): boolean;
  present(change: LiveChange): unknown;
  onSkipped(calls: number): void;
  onClosed(): void;
}

export interface LiveStream {
  push(changes: readonly LiveChange[]): void;
  close(): void;
}

/** Calls in one event: a page can take in so many at once. */
const CHANGES_PER_EVENT = 500;

export function openLiveStream(options: LiveStreamOptions): LiveStream {
  const { out, maxPending } = options;
  /** By call id, oldest first. */
  const pending = new Map<string, LiveChange>();
  let skipped = 0;
  let closed = false;
  let stalled: NodeJS.Timeout | undefined;

  const finish = (end: () => void): void => {
    if (closed) return;
    closed = true;
    clearInterval(heartbeat);
    clearTimeout(stalled);
    pending.clear();
    end();
    options.onClosed();
  };
  const close = (): void => finish(() => out.end());
  const drop = (): void => finish(() => out.destroy());

  const write = (text: string): void => {
    if (!out.write(text)) stalled ??= setTimeout(drop, options.stalledMs);
  };
  const send = (event: string, value: unknown): void => {
    if (options.isAllowed()) write(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`);
    else close();
  };

  const canSend = (): boolean => !closed && !out.writableNeedDrain && (pending.size > 0 || skipped > 0);
  const flush = (): void => {
    while (canSend()) {
      const batch = [...pending.values()].slice(0, CHANGES_PER_EVENT);
      batch.forEach(({ call }) => pending.delete(call.id));
      send("calls", { changes: batch.map(options.present), ...(skipped > 0 ? { skipped } : {}) });
      skipped = 0;
    }
  };

  const fold = (change: LiveChange): void => {
    const { id } = change.call;
    const waiting = pending.get(id);
    pending.delete(id);
    // A call the client has not heard of yet stays new, however often it changed since.
    pending.set(id, waiting?.change === "new" ? { ...change, change: "new" } : change);
    if (pending.size <= maxPending) return;
    pending.delete(pending.keys().next().value ?? "");
    skipped += 1;
    options.onSkipped(1);
  };

  const heartbeat = setInterval(() => {
    if (!out.writableNeedDrain) send("ping", {});
  }, options.heartbeatMs);

  out.on("drain", () => {
    clearTimeout(stalled);
    stalled = undefined;
    flush();
  });
  out.once("close", drop);
  out.once("error", drop);
  // A comment opens the stream at once, through proxies too; `retry` is how long a browser waits before it comes again.
  write("retry: 2000\n: sipglass live\n\n");

  return {
    push(changes) {
      if (closed) return;
      changes.forEach(fold);
      flush();
    },
    close,
  };
}
