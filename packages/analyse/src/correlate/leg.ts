// A leg as the rules see it: its facts taken apart.
import { hostOf, type LinkKeyKind, type LinkRule } from "@sipglass/model";
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
}

/** One reason why two legs belong together. */
export interface Reason {
  rule: LinkRule;
  confidence: number;
  evidence: string;
}

/** A reason that counts only when no other leg fits as well. */
export interface Guess extends Reason {
  gapUs: number;
  alone: boolean;
}

const NONE: readonly string[] = [];

export function takeApart(facts: LegFacts): Leg {
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
