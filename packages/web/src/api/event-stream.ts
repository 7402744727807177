// One stream of server-sent events that outlives its server: the browser connects again by itself, except where it got an answer that is no stream, as a
// proxy or a server that is only starting gives.
import { server } from "./server-state.ts";
import type { StreamState } from "./live-stream.ts";

const AGAIN_MS = 2000;

interface StreamHandlers {
  /** By the name of the event. */
  on: Record<string, (body: string) => void>;
  /** Each time it begins: the first time, and after a gap. */
  opened(): void;
  state(state: StreamState): void;
}

/** The answer closes it. */
export function openEventStream(url: string, { on, opened, state }: StreamHandlers): () => void {
  let source: EventSource;
  let again: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    state("connecting");
    source = new EventSource(url);
    for (const [name, tell] of Object.entries(on)) source.addEventListener(name, (event: MessageEvent<string>) => tell(event.data));
    source.addEventListener("open", () => {
      opened();
      state("open");
    });
    source.addEventListener("error", () => {
      state("lost");
      server.suspect();
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, AGAIN_MS);
    });
  };
  open();
  return () => {
    clearTimeout(again);
    source.close();
  };
}
