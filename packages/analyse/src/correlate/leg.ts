// A leg as the engine holds it: its facts taken apart once, its links to others, its session.
import { hostOf, type FirstLeg, type LinkKeyKind, type LinkRule } from "@sipglass/model";
import { withItem } from "../call/keep.ts";
import { coresOf, localPartOf } from "./call-id-forms.ts";
import type { LegFacts } from "./leg-facts.ts";
import { subscribersOf, type Subscriber } from "./numbers.ts";

export interface Leg {
  facts: LegFacts;
  /** Values by kind of key. */
  values: Readonly<Partial<Record<LinkKeyKind, readonly string[]>>>;
  /** Those who say who they are. */
  callers: readonly Subscriber[];
  callees: readonly Subscriber[];
  diverted: readonly Subscriber[];
  cores: readonly string[];
  localPart: string;
  /** Every host that its requests visited after the first, without and with port. */
  reached: readonly string[];
  reachedPorts: readonly string[];
  from: string;
  /** Under which names it is looked up. */
  posted: readonly number[];
  /** By id of the other leg. */
  pairs: Map<string, Pair>;
  joined: Map<string, Leg>;
  session: Session;
  firstLegs: readonly FirstLeg[];
}

/** Legs that are joined; `id` is that of the earliest. */
export interface Session {
  id: string;
  legs: Leg[];
}

/** One reason why two legs belong together. */
export interface Reason {
  rule: LinkRule;
  confidence: number;
  evidence: string;
}

/** Two legs with something in common. `first` began first; for guesses it is the one that comes in where `second` goes out. */
export interface Pair {
  first: Leg;
  second: Leg;
  /** Ids and names of other dialogs: they join by themselves. */
  stated: Reason | undefined;
  /** Media, numbers and hosts: of several first legs only the best may be the one. */
  guessed: (Reason & { gapUs: number; alone: boolean }) | undefined;
  verdict: "joined" | "possible" | "confirmed" | "split" | "none";
}

type TakenApart = Omit<Leg, "posted" | "pairs" | "joined" | "session" | "firstLegs">;

const NONE: readonly string[] = [];

export function takeApart(facts: LegFacts): TakenApart {
  const values: Partial<Record<LinkKeyKind, string[]>> = {};
  for (const key of facts.keys) {
    const colon = key.indexOf(":");
    const kind = key.slice(0, colon) as LinkKeyKind;
    values[kind] = withItem(values[kind] ?? NONE, key.slice(colon + 1));
  }
  const next = facts.hops.slice(1);
  return {
    facts, values, callers: subscribersOf(facts.callers), callees: subscribersOf(facts.callees), diverted: subscribersOf(facts.diverted), cores: coresOf(facts.callId), localPart: localPartOf(facts.callId), reached: [...new Set(next.map(hostOf))], reachedPorts: next,
    from: facts.src,
  };
}

export const valuesIn = (leg: Leg, kind: LinkKeyKind): readonly string[] => leg.values[kind] ?? NONE;

/** Long ids are shown by their ends. */
export const brief = (value: string): string => (value.length <= 48 ? value : `${value.slice(0, 30)}…${value.slice(-14)}`);

export const shared = (a: readonly string[], b: readonly string[]): string | undefined => a.find((value) => b.includes(value));
