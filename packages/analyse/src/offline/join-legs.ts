// The legs of a capture joined to sessions, by the same engine as live ones.
import type { Call } from "@sipglass/model";
import { legFactsOf } from "../correlate/leg-facts.ts";
import { createLinkEngine, type LinkEngine } from "../correlate/link-engine.ts";

/** Calls of more than one leg, earliest leg first. */
export interface CapturedSession {
  id: string;
  legs: Call[];
}

/** Gives each leg the id of its session. */
export function joinLegs(calls: readonly Call[]): LinkEngine {
  const legs = calls.filter(({ kind }) => kind === "call");
  const engine = createLinkEngine({ maxLegs: Number.MAX_SAFE_INTEGER });
  for (const call of legs) engine.add(legFactsOf(call));
  for (const call of legs) call.sessionId = engine.sessionOf(call.id) ?? call.id;
  return engine;
}

export function sessionsIn(calls: readonly Call[]): CapturedSession[] {
  const groups = Map.groupBy(calls, ({ sessionId }) => sessionId);
  return Array.from(groups, ([id, legs]) => ({ id, legs: legs.toSorted((a, b) => a.startedAtUs - b.startedAtUs) })).filter(({ legs }) => legs.length > 1);
}
