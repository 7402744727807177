// Messages as they come, over server-sent events. The browser connects again by itself; what came meanwhile is not news any more and is left out.
import { useEffect, useRef, useState } from "react";
import { openEventStream } from "./event-stream.ts";
import { apiUrl } from "./request.ts";
import type { StreamState } from "./live-stream.ts";
import type { CallJson, MessageJson } from "./shapes.ts";

export interface LiveMessageJson {
  call: Pick<CallJson, "id" | "session_id" | "call_id" | "caller" | "callee">;
  message: MessageJson;
}

interface LiveMessages {
  items: LiveMessageJson[];
  skipped?: number;
}

export function useLiveMessages(q: string, on: boolean, onMessages: (messages: LiveMessages) => void): StreamState {
  const [state, setState] = useState<StreamState>("off");
  const latest = useRef(onMessages);
  useEffect(() => {
    latest.current = onMessages;
  });
  useEffect(() => {
    if (!on) return setState("off");
    const messages = (body: string): void => latest.current(JSON.parse(body) as LiveMessages);
    return openEventStream(apiUrl("live/messages", { q }), { on: { messages }, opened() {}, state: setState });
  }, [q, on]);
  return state;
}
