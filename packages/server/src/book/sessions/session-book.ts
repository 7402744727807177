// Sessions in the book: legs of all shards meet in one engine, with stored ones of their time and with what users said of them.
import { createLinkEngine, legFactsOf, type LegEnd, type LegFacts, type LinkEngine } from "@sipglass/analyse";
import { ALL, CALL_COLUMNS, printFirstLegs, type Call, type CallBatch, type CorrelationRule, type LinkDecision } from "@sipglass/model";
import { find } from "../search.ts";
import { createMoves, type MovesOptions } from "./moves.ts";
import { createNamedDialogs } from "./named-dialogs.ts";
import { createRecent } from "./recent.ts";

export type SessionBookOptions = Omit<MovesOptions, "engine">;

export interface SessionBook {
  readonly engine: LinkEngine;
  legs(legs: readonly LegFacts[], ends: readonly LegEnd[]): void;
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
const FIRST_LEGS = CALL_COLUMNS.findIndex(({ name }) => name === "first_legs");

export function createSessionBook(options: SessionBookOptions): SessionBook {
  const { store, shards, onFailure } = options;
  const engine = createLinkEngine();
  const moves = createMoves({ ...options, engine });
  const said = createSayings(engine, shards);
  const add = (legs: readonly LegFacts[], ends: readonly LegEnd[] = []): void => {
    for (const leg of legs) engine.add(leg);
    for (const end of ends) engine.ended(end);
    moves.tell();
  };
  const bring = (calls: readonly Call[]): void => add(calls.filter(({ id, kind }) => kind === "call" && !engine.has(id)).map(legFactsOf));
  const recent = createRecent({ store, bring, onFailure });
  const named = createNamedDialogs({ engine, find: (callId) => find({ store, shards }, ALL, callId), bring, onFailure });
  const brought = async (): Promise<void> => {
    await recent.settled();
    await named.settled();
  };

  return {
    engine, bring,
    place: (batch) => placeRows(engine, batch),
    rebuilding: (on) => recent.pause(on),
    clear: () => engine.clear(),
    legs(legs, ends) {
      add(legs, ends);
      for (const leg of legs) {
        recent.reach(leg.startedAtUs);
        named.look(leg);
      }
    },
    decide(from, to, decision) {
      said.note(from, to, decision);
      moves.tell();
    },
    know(decisions, rules) {
      said.know(decisions, rules);
      moves.tell();
    },
    get decisions() {
      return said.decisions();
    },
    get rules() {
      return said.rules;
    },
    async settled() {
      await brought();
      await moves.settled();
    },
    async close() {
      await brought();
      await moves.close();
    },
  };
}

function placeRows(engine: LinkEngine, { columns }: CallBatch): void {
  const [ids, sessions, firstLegs] = [columns[ID] ?? [], columns[SESSION_ID] ?? [], columns[FIRST_LEGS] ?? []];
  ids.forEach((id, row) => {
    const place = engine.placeOf(String(id));
    // A leg that came back alone after the engine had let go of its session knows it better itself.
    if (!place || place.sessionId === id) return;
    sessions[row] = place.sessionId;
    firstLegs[row] = printFirstLegs(place.firstLegs);
  });
}

/** What users said of legs, and their rules. */
function createSayings(engine: LinkEngine, shards: SessionBookOptions["shards"]) {
  const known = new Map<string, LinkDecision>();
  let rules: readonly CorrelationRule[] = [];
  const note = (from: string, to: string, decision: LinkDecision | undefined): void => {
    const key = from < to ? `${from} ${to}` : `${to} ${from}`;
    if (decision) known.set(key, decision);
    else known.delete(key);
    engine.decide(from, to, decision);
  };
  return {
    note,
    know(decisions: readonly LinkDecision[], all: readonly CorrelationRule[]): void {
      for (const { from, to } of known.values()) note(from, to, undefined);
      for (const decision of decisions) note(decision.from, decision.to, decision);
      rules = all;
      engine.useRules(all);
      const headers = all.filter(({ kind }) => kind === "header").map(({ value }) => value);
      for (const shard of shards) shard.ask("correlateBy", { headers }).catch(() => undefined);
    },
    decisions: (): Iterable<LinkDecision> => known.values(),
    get rules() {
      return rules;
    },
  };
}
