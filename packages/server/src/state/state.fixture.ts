// A state in a folder of its own with a clock that a test moves; passwords are hashed cheaply.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openState, type State } from "./state.ts";

export const CHEAP = { memoryKiB: 64, passes: 1, parallelism: 1 };

export interface TestState {
  state: State;
  directory: string;
  now(): number;
  pass(us: number): void;
  close(): void;
}

export function freshState(): TestState {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-state-"));
  let nowUs = Date.UTC(2026, 10, 20) * 1000;
  const state = openState({ directory, now: () => nowUs, passwordCost: CHEAP });
  return {
    state,
    directory,
    now: () => nowUs,
    pass: (us) => void (nowUs += us),
    close() {
      state.close();
      rmSync(directory, { recursive: true });
    },
  };
}
