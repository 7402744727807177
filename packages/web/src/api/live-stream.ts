// The live stream (server-sent events) as a hook: hands over changes, says whether it is connected, asks for a refresh after a gap.
import { useEffect, useRef, useState } from "react";
import { openEventStream } from "./event-stream.ts";
import { apiUrl } from "./request.ts";
import type { LiveChanges } from "./shapes.ts";

export type StreamState = "off" | "connecting" | "open" | "lost";

interface Handlers {
  onChanges: (changes: LiveChanges) => void;
  /** What happened since the list was asked is unknown: the stream has only begun (`first`), came back, or was too slow. */
  onGap: (first: boolean) => void;
}

export function useLiveStream(q: string, on: boolean, handlers: Handlers): StreamState {
  const [state, setState] = useState<StreamState>("off");
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    if (!on) return setState("off");
    let first = true;
    const calls = (body: string): void => {
      const changes = JSON.parse(body) as LiveChanges;
      latest.current.onChanges(changes);
      if (changes.skipped) latest.current.onGap(false);
    };
    const opened = (): void => {
      latest.current.onGap(first);
      first = false;
    };
    return openEventStream(apiUrl("live", { q }), { on: { calls }, opened, state: setState });
  }, [q, on]);
  return state;
}
