// Messages as they come, of the calls that one live client watches. What changed is a call; its new messages are read from where all messages are
// read, so that scope and form are the same. Bounded: of more calls than can be read in time the oldest wait, then are counted as skipped.
import type { Call, MessageView } from "@sipglass/model";

export interface LiveMessage {
  call: Call;
  message: MessageView;
}

export interface LiveTailOptions {
  /** Messages received before are not news. Epoch µs. */
  sinceUs: number;
  read(call: Call): Promise<readonly MessageView[]>;
  push(messages: readonly LiveMessage[]): void;
  onSkipped(calls: number): void;
  onError(error: unknown): void;
}

export interface LiveTail {
  changed(calls: readonly Call[]): void;
  close(): void;
}

/** Calls that wait to be read. */
const MOST_WAITING = 200;
/** Calls of which it is known what was shown; the oldest are forgotten, and their next messages are news from then on. */
const MOST_KNOWN = 20_000;
/** A message may be told of before its block is written: read once more when that has surely happened. */
const AGAIN_MS = 600;

export function createLiveTail({ sinceUs, read, push, onSkipped, onError }: LiveTailOptions): LiveTail {
  const waiting = new Map<string, Call>();
  const shown = new Map<string, Set<string>>();
  const later = new Map<string, Call>();
  let again: NodeJS.Timeout | undefined;
  let reading = false;
  let closed = false;

  const newOf = (call: Call, messages: readonly MessageView[]): LiveMessage[] => {
    const before = shown.get(call.id) ?? new Set();
    const fresh = messages.filter(({ ref, receivedUs }) => receivedUs >= sinceUs && !before.has(ref));
    for (const { ref } of fresh) before.add(ref);
    shown.delete(call.id);
    shown.set(call.id, before);
    if (shown.size > MOST_KNOWN) shown.delete(shown.keys().next().value ?? "");
    return fresh.map((message) => ({ call, message }));
  };
  const readAll = async (): Promise<void> => {
    if (reading) return;
    reading = true;
    try {
      for (let next = waiting.values().next().value; next && !closed; next = waiting.values().next().value) {
        waiting.delete(next.id);
        const fresh = newOf(next, await read(next));
        if (fresh.length > 0 && !closed) push(fresh.toSorted((a, b) => a.message.receivedUs - b.message.receivedUs));
      }
    } catch (error) {
      onError(error);
    } finally {
      reading = false;
    }
  };
  const want = (calls: readonly Call[]): void => {
    if (closed) return;
    for (const call of calls) {
      waiting.delete(call.id);
      waiting.set(call.id, call);
    }
    const over = Math.max(0, waiting.size - MOST_WAITING);
    for (const id of [...waiting.keys()].slice(0, over)) waiting.delete(id);
    if (over > 0) onSkipped(over);
    void readAll();
  };
  return {
    changed(calls) {
      want(calls);
      if (closed) return;
      for (const call of calls) later.set(call.id, call);
      again ??= setTimeout(() => {
        again = undefined;
        const calmed = [...later.values()];
        later.clear();
        want(calmed);
      }, AGAIN_MS);
    },
    close() {
      closed = true;
      waiting.clear();
      clearTimeout(again);
    },
  };
}
