// State of the live stream, told by the page that holds it and shown by the toggle in the bar.
import { useEffect, useSyncExternalStore } from "react";
import type { StreamState } from "../api/live-stream.ts";

let current: StreamState = "off";
const listeners = new Set<() => void>();

function tell(state: StreamState): void {
  current = state;
  for (const listener of listeners) listener();
}

export function useTellStreamState(state: StreamState): void {
  useEffect(() => {
    tell(state);
    return () => tell("off");
  }, [state]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useStreamState = (): StreamState => useSyncExternalStore(subscribe, () => current);
