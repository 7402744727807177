// A leg as the engine holds it: its facts, its links to others, its session.
import type { FirstLeg } from "@sipglass/model";
import type { LegFacts } from "./leg-facts.ts";
import { takeApart, type Guess, type Leg, type Reason } from "./leg.ts";

/** Legs that are joined; `id` is that of the earliest. */
export interface Session {
  id: string;
  legs: HeldLeg[];
}

/** Two legs with something in common. `first` began first; for guesses it is the one that comes in where `second` goes out. */
export interface Pair {
  first: HeldLeg;
  second: HeldLeg;
  /** Ids and names of other dialogs: they join by themselves. */
  stated: Reason | undefined;
  /** Media, numbers and hosts: of several first legs only the best may be the one. */
  guessed: Guess | undefined;
  verdict: "joined" | "possible" | "confirmed" | "split" | "none";
}

const NO_FIRST_LEGS: readonly FirstLeg[] = [];
const NO_PAIRS: ReadonlyMap<string, Pair> = new Map();
const NO_LEGS: ReadonlyMap<string, HeldLeg> = new Map();

/** Those that are looked at together, and again a moment later. */
const MOST_APART = 256;
const apart = new Map<HeldLeg, Leg>();

/**
 * Thousands are held, and most never meet another: facts are kept as text, a third of the memory of their objects and lists, and taken apart
 * when they are held against others.
 */
export class HeldLeg {
  readonly id: string;
  startedAtUs = 0;
  /** 0 = not yet. */
  endedAtUs = 0;
  /** Under which names it is looked up. */
  posted: readonly number[] = [];
  session: Session;
  firstLegs = NO_FIRST_LEGS;
  #facts = "";
  #pairs: Map<string, Pair> | undefined;
  #joined: Map<string, HeldLeg> | undefined;

  constructor(facts: LegFacts) {
    this.id = facts.id;
    this.session = { id: facts.id, legs: [this] };
    this.learn(facts);
  }

  learn(facts: LegFacts): void {
    this.startedAtUs = facts.startedAtUs;
    this.endedAtUs = facts.endedAtUs;
    this.#facts = JSON.stringify(facts);
    apart.delete(this);
  }

  /** Not to be kept. */
  get parts(): Leg {
    const known = apart.get(this);
    if (known) return known;
    const parts = takeApart(JSON.parse(this.#facts) as LegFacts);
    if (apart.size >= MOST_APART) apart.clear();
    apart.set(this, parts);
    return parts;
  }

  get facts(): LegFacts {
    return this.parts.facts;
  }

  /** By id of the other leg. */
  get pairs(): ReadonlyMap<string, Pair> {
    return this.#pairs ?? NO_PAIRS;
  }

  get joined(): ReadonlyMap<string, HeldLeg> {
    return this.#joined ?? NO_LEGS;
  }

  pair(other: HeldLeg, pair: Pair): void {
    (this.#pairs ??= new Map()).set(other.id, pair);
  }

  unpair(other: HeldLeg): void {
    this.#pairs?.delete(other.id);
  }

  join(other: HeldLeg): void {
    (this.#joined ??= new Map()).set(other.id, other);
  }

  /** False when they were not joined. */
  unjoin(other: HeldLeg): boolean {
    return this.#joined?.delete(other.id) ?? false;
  }
}
