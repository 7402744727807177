// What live streams send: changed calls, of each the newest; messages, each once.
import type { LiveChange } from "../book/questions.ts";
import type { LiveStreamOptions } from "./live-stream.ts";
import type { LiveMessage } from "./live-tail.ts";

type Events<T> = Pick<LiveStreamOptions<T>, "event" | "list" | "keyOf" | "folded">;

export const CALL_EVENTS: Events<LiveChange> = {
  event: "calls",
  list: "changes",
  keyOf: ({ call }) => call.id,
  // A call the client has not heard of yet stays new, however often it changed since.
  folded: (waiting, change) => (waiting.change === "new" ? { ...change, change: "new" } : change),
};

export const MESSAGE_EVENTS: Events<LiveMessage> = {
  event: "messages",
  list: "items",
  keyOf: ({ message }) => message.ref,
  folded: (_waiting, message) => message,
};
