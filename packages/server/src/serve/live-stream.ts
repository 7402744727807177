// One live client: server-sent events (WHATWG HTML §9.2) with back-pressure. While the client takes nothing, what is of one
// key is folded into its newest; beyond a bound the oldest are only counted, and the client is told how many it missed. Memory does not
// grow with slowness.
import type { Writable } from "node:stream";

export interface LiveStreamOptions<T> {
  out: Writable;
  heartbeatMs: number;
  stalledMs: number;
  maxPending: number;
  /** Asked before anything is sent: false ends the stream (user disabled, session over, rights changed). */
  isAllowed(): boolean;
  /** Name of its events, and of their list. */
  event: string;
  list: string;
  keyOf(item: T): string;
  /** One that waits already and the newer one of the same key, as one. */
  folded(waiting: T, item: T): T;
  present(item: T): unknown;
  onSkipped(items: number): void;
  onClosed(): void;
}

export interface LiveStream<T> {
  push(items: readonly T[]): void;
  /** Something was let go of before it came here. */
  skip(items: number): void;
  close(): void;
}

/** Items in one event: a page can take in so many at once. */
const ITEMS_PER_EVENT = 500;

export function openLiveStream<T>(options: LiveStreamOptions<T>): LiveStream<T> {
  const { out, maxPending, keyOf } = options;
  /** By key, oldest first. */
  const pending = new Map<string, T>();
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
      const batch = [...pending.values()].slice(0, ITEMS_PER_EVENT);
      batch.forEach((item) => pending.delete(keyOf(item)));
      send(options.event, { [options.list]: batch.map(options.present), ...(skipped > 0 ? { skipped } : {}) });
      skipped = 0;
    }
  };

  const fold = (item: T): void => {
    const key = keyOf(item);
    const waiting = pending.get(key);
    pending.delete(key);
    pending.set(key, waiting === undefined ? item : options.folded(waiting, item));
    if (pending.size <= maxPending) return;
    pending.delete(pending.keys().next().value ?? "");
    skip(1);
  };
  const skip = (items: number): void => {
    skipped += items;
    options.onSkipped(items);
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
    push(items) {
      if (closed) return;
      items.forEach(fold);
      flush();
    },
    skip,
    close,
  };
}
