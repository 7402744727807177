// Sessions in the book: legs of all shards meet in one engine; where a session's id changed, the shard that has the call is told, or the store.
import { createLinkEngine, legFactsOf, type LegFacts, type LinkEngine } from "@sipglass/analyse";
import { ALL, CALL_COLUMNS, type Call, type CallBatch, type CorrelationRule, type LinkDecision, type SessionChange } from "@sipglass/model";
import type { Store } from "../../store/store.ts";
import type { Gate } from "../gate.ts";
import type { ShardLink } from "../shard-link.ts";
import { find } from "../search.ts";
import { createNamedDialogs } from "./named-dialogs.ts";
import { createRecent } from "./recent.ts";

export interface SessionBookOptions {
  store: Store;
  shards: readonly ShardLink[];
  /** Writes while no commit runs. */
  alone: Gate["alone"];
  /** Calls that are in another session now. */
  onMoved?(changes: readonly SessionChange[]): void;
  onFailure(error: Error): void;
}

export interface SessionBook {
  readonly engine: LinkEngine;
  legs(legs: readonly LegFacts[]): void;
  /** Rows that are about to be stored get the ids of their sessions. */
  place(batch: CallBatch): void;
  /** Stored calls that something is going to be decided about. */
  bring(calls: readonly Call[]): void;
  decide(from: string, to: string, decision: LinkDecision | undefined): void;
  /** All that there are, in place of what was known. */
  know(decisions: readonly LinkDecision[], rules: readonly CorrelationRule[]): void;
  readonly decisions: Iterable<LinkDecision>;
  readonly rules: readonly CorrelationRule[];
  /** While everything is derived anew, what is stored comes from this engine itself. */
  rebuilding(on: boolean): void;
  clear(): void;
  /** Resolves when shards and store know of everything that moved so far. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const ID = CALL_COLUMNS.findIndex(({ name }) => name === "id");
const SESSION_ID = CALL_COLUMNS.findIndex(({ name }) => name === "session_id");
const RETRY_MS = 1000;

export function createSessionBook({ store, shards, alone, onMoved, onFailure }: SessionBookOptions): SessionBook {
  const engine = createLinkEngine();
  const known = new Map<string, LinkDecision>();
  let rules: readonly CorrelationRule[] = [];
  const unstored = new Map<string, SessionChange>();
  let telling: Promise<void> = Promise.resolve();
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const rejoin = async (): Promise<void> => {
    if (unstored.size === 0) return;
    const changes = [...unstored.values()];
    unstored.clear();
    try {
      await alone(() => store.rejoin(changes.map((change) => ({ ...change, sessionId: engine.sessionOf(change.id) ?? change.sessionId }))));
    } catch (error) {
      for (const change of changes) if (!unstored.has(change.id)) unstored.set(change.id, change);
      onFailure(error as Error);
      if (!closed) retry = setTimeout(tell, RETRY_MS).unref();
    }
  };
  /** Whoever has the call. A shard that died has none. */
  const spread = async (changes: SessionChange[]): Promise<void> => {
    const answers = await Promise.allSettled(shards.map((shard) => shard.ask("moved", { changes })));
    const absent = answers.map((answer) => (answer.status === "fulfilled" ? new Set(answer.value) : undefined));
    for (const change of changes) if (absent.every((ids) => ids === undefined || ids.has(change.id))) unstored.set(change.id, change);
  };
  const tell = (): void => {
    telling = telling.then(async () => {
      const changes = engine.takeMoved();
      if (changes.length > 0) await spread(changes);
      await rejoin();
      onMoved?.(changes);
    });
  };
  const add = (legs: readonly LegFacts[]): void => {
    for (const leg of legs) engine.add(leg);
    tell();
  };
  const bring = (calls: readonly Call[]): void => add(calls.filter(({ id, kind }) => kind === "call" && !engine.has(id)).map(legFactsOf));
  const note = (from: string, to: string, decision: LinkDecision | undefined): void => {
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    if (decision) known.set(key, decision);
    else known.delete(key);
    engine.decide(from, to, decision);
  };
  const recent = createRecent({ store, bring, onFailure });
  const named = createNamedDialogs({ engine, find: (callId) => find({ store, shards }, ALL, callId), bring, onFailure });

  return {
    engine,
    legs(legs) {
      add(legs);
      for (const leg of legs) {
        recent.reach(leg.startedAtUs);
        named.look(leg);
      }
    },
    place({ columns }) {
      const [ids, sessions] = [columns[ID] ?? [], columns[SESSION_ID] ?? []];
      ids.forEach((id, row) => {
        const session = engine.sessionOf(String(id));
        // A leg that came back alone after the engine had let go of its session knows it better itself.
        if (session !== undefined && session !== id) sessions[row] = session;
      });
    },
    bring,
    decide(from, to, decision) {
      note(from, to, decision);
      tell();
    },
    know(decisions, all) {
      for (const { from, to } of [...known.values()]) note(from, to, undefined);
      for (const decision of decisions) note(decision.from, decision.to, decision);
      rules = all;
      engine.useRules(all);
      const headers = all.filter(({ kind }) => kind === "header").map(({ value }) => value);
      for (const shard of shards) shard.ask("correlateBy", { headers }).catch(() => undefined);
      tell();
    },
    get decisions() {
      return known.values();
    },
    get rules() {
      return rules;
    },
    rebuilding: (on) => recent.pause(on),
    clear: () => engine.clear(),
    async settled() {
      await recent.settled();
      await named.settled();
      await telling;
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await recent.settled();
      await named.settled();
      await telling;
    },
  };
}
