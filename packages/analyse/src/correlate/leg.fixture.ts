// Legs for the tests of this room: only what a case is about is given, all else is ordinary.
import { createLinkEngine, type LinkEngine, type LinkEngineOptions } from "./link-engine.ts";
import type { LegFacts } from "./leg-facts.ts";

export const START_US = 1_767_225_600_000_000;
export const PHONE = "192.0.2.10";
export const PBX = "192.0.2.20";
export const TRUNK = "198.51.100.5";
export const CALLER = "+493012345678";
export const CALLEE = "+498999887766";

export interface LegSketch extends Partial<Omit<LegFacts, "startedAtUs" | "endedAtUs">> {
  /** Seconds after START_US. */
  at?: number;
  /** Seconds after START_US; 0 = still there. */
  until?: number;
  /** Hosts without ports: from, then to. */
  path?: string[];
}

export function legOf(id: string, { at = 0, until = 0, path = [PHONE, PBX], ...facts }: LegSketch = {}): LegFacts {
  const us = (s: number): number => START_US + Math.round(s * 1e6);
  return {
    id, callId: `${id}-0f3c5a7b9d@host`, startedAtUs: us(at), endedAtUs: until === 0 ? 0 : us(until), src: path[0] ?? "", srcPort: 5060,
    hops: path.map((host) => `${host}:5060`), callers: [CALLER], callees: [CALLEE], diverted: [], startSeen: true, keys: [], agents: ["edge"], tenants: [], ...facts,
  };
}

export function engineWith(legs: readonly LegFacts[], options: LinkEngineOptions = {}): LinkEngine {
  const engine = createLinkEngine(options);
  for (const leg of legs) engine.add(leg);
  return engine;
}

/** Sessions as sorted lists of ids, so that the order of arrival does not show. */
export function sessionsOf(engine: LinkEngine, legs: readonly LegFacts[]): string[] {
  return [...new Set(legs.map(({ id }) => engine.legsOf(id).join(" ")))].sort();
}

/** The sessions of these legs, added in this order. */
export const joinedOf = (legs: readonly LegFacts[], options: LinkEngineOptions = {}): string[] => sessionsOf(engineWith(legs, options), legs);
