// Where a session's id changed, whoever has the call is told: its shard while it is live, the store when its row is there.
import type { LinkEngine } from "@sipglass/analyse";
import type { SessionChange } from "@sipglass/model";
import type { Store } from "../../store/store.ts";
import type { Gate } from "../gate.ts";
import type { ShardLink } from "../shard-link.ts";

export interface Moves {
  /** Passes on what moved since. */
  tell(): void;
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface MovesOptions {
  engine: LinkEngine;
  store: Store;
  shards: readonly ShardLink[];
  /** Writes while no commit runs. */
  alone: Gate["alone"];
  /** Calls whose session has another id now, for all or for some; shards and store know. */
  onMoved?(changes: readonly SessionChange[]): void;
  onFailure(error: Error): void;
}

const RETRY_MS = 1000;

export function createMoves({ engine, store, shards, alone, onMoved, onFailure }: MovesOptions): Moves {
  const unstored = new Map<string, SessionChange>();
  let telling: Promise<void> = Promise.resolve();
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  /** Those that no shard holds. A shard that died holds none. */
  const spread = async (changes: SessionChange[]): Promise<void> => {
    const answers = await Promise.allSettled(shards.map((shard) => shard.ask("moved", { changes })));
    const absent = answers.flatMap((answer) => (answer.status === "fulfilled" ? [new Set(answer.value)] : []));
    for (const change of changes) if (absent.every((ids) => ids.has(change.id))) unstored.set(change.id, change);
  };
  const rejoin = async (): Promise<void> => {
    if (unstored.size === 0) return;
    const changes = [...unstored.values()];
    unstored.clear();
    try {
      await alone(() => store.rejoin(changes.map((change) => ({ ...change, ...engine.placeOf(change.id) }))));
    } catch (error) {
      for (const change of changes) if (!unstored.has(change.id)) unstored.set(change.id, change);
      onFailure(error as Error);
      if (!closed) retry = setTimeout(tell, RETRY_MS).unref();
    }
  };
  const tell = (): void => {
    telling = telling.then(async () => {
      const changes = engine.takeMoved();
      if (changes.length > 0) await spread(changes);
      await rejoin();
      onMoved?.(changes);
    });
  };
  return {
    tell,
    settled: () => telling,
    close() {
      closed = true;
      clearTimeout(retry);
      return telling;
    },
  };
}
