// Imports that are under way, and those that are over, newest first: from the audit log, which keeps them over a restart.
import { toRfc3339 } from "@sipglass/model";
import type { ImportResult } from "../../book/questions.ts";
import type { State } from "../../state/state.ts";

export interface RunningImport {
  file: string;
  user: string;
  startedAtUs: number;
  /** Received so far; all of it when it is being read. */
  bytes: number;
  /** 0 when the sender did not say. */
  totalBytes: number;
}

export interface RunningImports {
  begin(running: RunningImport): { received(bytes: number): void; end(): void };
  list(): RunningImport[];
}

export function createRunningImports(): RunningImports {
  const all = new Set<RunningImport>();
  return {
    begin(given) {
      const running = { ...given };
      all.add(running);
      return { received: (bytes) => void (running.bytes += bytes), end: () => void all.delete(running) };
    },
    list: () => [...all],
  };
}

export const presentDone = ({ sipMessages, fromUs, toUs, ...done }: ImportResult) => ({
  ...done, sip_messages: sipMessages, from: toUs === 0 ? null : toRfc3339(fromUs), to: toUs === 0 ? null : toRfc3339(toUs),
});

/** What the audit log keeps of one, to be read by `importHistory`. */
export const detailsOf = ({ packets, calls, from, to }: ReturnType<typeof presentDone>, bytes: number) => ({ packets, calls, bytes, from, to });

export const presentRunning = ({ file, user, startedAtUs, bytes, totalBytes }: RunningImport) => ({
  state: "running" as const, file, user, at: toRfc3339(startedAtUs), bytes, total_bytes: totalBytes, packets: 0, calls: 0, problem: "",
  from: null, to: null,
});

const countIn = (details: Record<string, unknown>, name: string): number => (typeof details[name] === "number" ? details[name] : 0);
/** Imports of before were not noted with their time. */
const timeIn = (details: Record<string, unknown>, name: string): string | null => (typeof details[name] === "string" ? details[name] : null);

export function importHistory({ audit }: Pick<State, "audit">, limit: number) {
  return audit.list({ action: "capture_imported", limit }).map(({ object, user, atUs, details }) => {
    const problem = typeof details["problem"] === "string" ? details["problem"] : "";
    return {
      state: problem === "" ? ("done" as const) : ("failed" as const), file: object, user, at: toRfc3339(atUs), bytes: countIn(details, "bytes"),
      total_bytes: countIn(details, "bytes"), packets: countIn(details, "packets"), calls: countIn(details, "calls"), problem,
      from: timeIn(details, "from"), to: timeIn(details, "to"),
    };
  });
}
