// The live stream (server-sent events) as a hook: hands over changes, says whether it is connected, asks for a refresh after a gap.
import { useEffect, useRef, useState } from "react";
import { apiUrl } from "./request.ts";
import type { LiveChanges } from "./shapes.ts";

export type StreamState = "off" | "connecting" | "open" | "lost";

interface Handlers {
  onChanges: (changes: LiveChanges) => void;
  /** The stream came back: what happened in between is unknown. */
  onGap: () => void;
}

export function useLiveStream(q: string, on: boolean, handlers: Handlers): StreamState {
  const [state, setState] = useState<StreamState>("off");
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    if (!on) return setState("off");
    setState("connecting");
    let wasOpen = false;
    const source = new EventSource(apiUrl("live", { q }));
    source.addEventListener("calls", (event: MessageEvent<string>) => latest.current.onChanges(JSON.parse(event.data) as LiveChanges));
    source.addEventListener("open", () => {
      if (wasOpen) latest.current.onGap();
      wasOpen = true;
      setState("open");
    });
    source.addEventListener("error", () => setState("lost"));
    return () => source.close();
  }, [q, on]);
  return state;
}
