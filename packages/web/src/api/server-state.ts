// Whether the server answers. Who meets silence says so; then it is asked until it is there again, and everybody hears of that.
import { hrefOf } from "../url/base-path.ts";

export type ServerState = "here" | "away" | "back";

export interface ServerWatch {
  /** A request met silence. */
  missed(): void;
  /** A stream broke, which a proxy may have done: ask before saying so. */
  suspect(): void;
  state(): ServerState;
  subscribe(listener: () => void): () => void;
}

interface WatchPorts {
  /** True when the server answers, whatever it says. */
  probe(): Promise<boolean>;
  later(work: () => void, ms: number): void;
}

const FIRST_MS = 500;
const EVERY_MS = 2000;
/** So long "it is back" stays on show. */
const BACK_MS = 4000;

export function createServerWatch({ probe, later }: WatchPorts): ServerWatch {
  let state: ServerState = "here";
  const listeners = new Set<() => void>();
  const become = (next: ServerState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const ask = async (): Promise<void> => {
    if (!(await probe())) return later(() => void ask(), EVERY_MS);
    become("back");
    later(() => state === "back" && become("here"), BACK_MS);
  };
  const watch: ServerWatch = {
    missed() {
      if (state === "away") return;
      become("away");
      later(() => void ask(), FIRST_MS);
    },
    suspect: () => void (state !== "away" && probe().then((there) => there || watch.missed())),
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return watch;
}

/** A proxy in front answers 502 to 504 for a server that is gone. 503 with our own words is a server that is there and not well. */
async function answers(): Promise<boolean> {
  try {
    const response = await fetch(hrefOf("/api/v1/health"), { cache: "no-store", credentials: "same-origin" });
    return response.headers.get("content-type")?.includes("json") ?? false;
  } catch {
    return false;
  }
}

export const server = createServerWatch({ probe: answers, later: (work, ms) => void setTimeout(work, ms) });
