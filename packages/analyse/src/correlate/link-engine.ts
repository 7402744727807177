// Joins legs to sessions as they come, in any order: a new leg is held against those that have a name in common with it, what speaks for each
// pair is judged anew when facts change, and sessions follow from the pairs that count.
import type { CorrelationRule, Link, LinkDecision, SessionChange, SessionPlace } from "@sipglass/model";
import { createBuckets } from "./buckets.ts";
import { judge, type JudgeOptions } from "./judge.ts";
import { isSameLeg, type LegEnd, type LegFacts } from "./leg-facts.ts";
import { HeldLeg, type Pair } from "./held-leg.ts";
import { linkOf } from "./links.ts";
import { callIdName, namesOf } from "./names.ts";
import { resolve } from "./resolve.ts";
import { WINDOW_US } from "./rules/guess.ts";
import { sharedIdsOf } from "./rules/correlation-id.ts";
import { ownRuleOf } from "./rules/own-rule.ts";
import { regroup } from "./sessions.ts";

export interface LinkEngineOptions {
  /** How long after each other legs with the same numbers may begin. */
  windowUs?: number;
  /** Most legs that are held; the longest untouched go with their sessions. */
  maxLegs?: number;
}

export interface LinkEngine {
  /** A leg that is new or on which something changed. */
  add(facts: LegFacts): void;
  /** Unless the leg has been let go of. */
  ended(end: LegEnd): void;
  /** Correlation rules of users, in place of those before. */
  useRules(rules: readonly CorrelationRule[]): void;
  /** What a user said of two legs, whether they are here or will come; undefined takes it back. */
  decide(from: string, to: string, decision: LinkDecision | undefined): void;
  has(id: string): boolean;
  hasCallId(callId: string): boolean;
  /** Undefined when the leg is not here. */
  sessionOf(id: string): string | undefined;
  /** As sessionOf, with what those know it by who see a part of it. */
  placeOf(id: string): SessionPlace | undefined;
  /** Legs of the session of this leg, earliest first. */
  legsOf(id: string): string[];
  /** Links within the session of this leg, and to legs that possibly belong to it. */
  linksOf(id: string): Link[];
  /** How many more links to possible legs there are than linksOf shows. */
  morePossibleOf(id: string): number;
  /** Legs whose session has another id, for all or for some, since last taken. */
  takeMoved(): SessionChange[];
  clear(): void;
  readonly size: number;
}

/** About 1.5 KiB each. Legs of one session begin within seconds; of those that are let go, shards and store know the session. */
const MOST_LEGS = 16_000;
/** A correlation id that more legs carry is a constant, whatever its header was meant for. Fewer than a bucket holds. */
const MOST_SHARING = 12;
/** A new rule applies to these of the legs that are here. */
const MOST_JUDGED_ANEW = 20_000;
/** Of links that are in doubt, so many are worth a look. */
const MOST_POSSIBLE = 5;
/** A decision about one leg may settle that of the next in the chain. */
const MOST_ROUNDS = 4;

const pairKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

export function createLinkEngine(options: LinkEngineOptions = {}): LinkEngine {
  return new Engine(options);
}

class Engine implements LinkEngine {
  readonly #legs = new Map<string, HeldLeg>();
  readonly #buckets = createBuckets();
  readonly #decisions = new Map<string, LinkDecision>();
  /** By leg: the others about which somebody decided. */
  readonly #decidedWith = new Map<string, Set<string>>();
  readonly #moved = new Map<string, HeldLeg>();
  readonly #judging: JudgeOptions;
  readonly #maxLegs: number;

  constructor({ windowUs = WINDOW_US, maxLegs = MOST_LEGS }: LinkEngineOptions) {
    this.#judging = { windowUs, own: [], isCommon: (value) => this.#buckets.count(callIdName(value)) > MOST_SHARING };
    this.#maxLegs = maxLegs;
  }

  add(facts: LegFacts): void {
    const known = this.#legs.get(facts.id);
    if (known && isSameLeg(known.facts, facts)) return this.#end(known, facts);
    const leg = this.#place(facts, known);
    this.#relate(leg, this.#others(leg));
    this.#unlinkCommon(leg);
    if (this.#legs.size > this.#maxLegs) this.#evict();
  }

  ended({ id, endedAtUs }: LegEnd): void {
    const leg = this.#legs.get(id);
    if (leg) this.#end(leg, { ...leg.facts, endedAtUs });
  }

  /** Most news of a leg is that it ended: that can only part it from others, unless it did not end when it seemed to. */
  #end(leg: HeldLeg, facts: LegFacts): void {
    const before = leg.endedAtUs;
    if (before === facts.endedAtUs) return;
    leg.learn(facts);
    this.#touch(leg);
    const isEarlier = facts.endedAtUs !== 0 && (before === 0 || facts.endedAtUs < before);
    this.#relate(leg, isEarlier ? this.#partners(leg) : this.#others(leg));
  }

  /** An id that has just become too common joins nobody any more: who was joined by it is judged anew. */
  #unlinkCommon(leg: HeldLeg): void {
    for (const value of sharedIdsOf(leg.parts)) {
      const name = callIdName(value);
      if (this.#buckets.count(name) === MOST_SHARING + 1) for (const bearer of this.#buckets.bearers(name)) this.#relate(bearer, this.#partners(bearer));
    }
  }

  #relate(leg: HeldLeg, others: Iterable<HeldLeg>): void {
    const seconds = new Set<HeldLeg>([leg]);
    for (const other of others) this.#hold(leg, other, seconds);
    const isAlone = seconds.size === 1 && leg.pairs.size === 0 && leg.session.legs.length === 1;
    if (!isAlone) this.#decide(seconds);
  }

  useRules(rules: readonly CorrelationRule[]): void {
    this.#judging.own = rules.flatMap(ownRuleOf);
    for (const leg of [...this.#legs.values()].slice(-MOST_JUDGED_ANEW)) {
      this.#place(leg.facts, leg);
      this.#relate(leg, this.#others(leg));
    }
  }

  decide(from: string, to: string, decision: LinkDecision | undefined): void {
    const key = pairKey(from, to);
    if (decision) this.#decisions.set(key, decision);
    else this.#decisions.delete(key);
    for (const [id, other] of [[from, to], [to, from]] as const) {
      const others = this.#decidedWith.get(id) ?? new Set<string>();
      if (decision) others.add(other);
      else others.delete(other);
      if (others.size > 0) this.#decidedWith.set(id, others);
      else this.#decidedWith.delete(id);
    }
    const [a, b] = [this.#legs.get(from), this.#legs.get(to)];
    if (!a || !b) return;
    const seconds = new Set<HeldLeg>([a, b]);
    this.#hold(a, b, seconds);
    this.#decide(seconds);
  }

  has(id: string): boolean {
    return this.#legs.has(id);
  }

  hasCallId(callId: string): boolean {
    return this.#buckets.bearers(callIdName(callId)).some(({ facts }) => facts.callId === callId);
  }

  sessionOf(id: string): string | undefined {
    return this.#legs.get(id)?.session.id;
  }

  placeOf(id: string): SessionPlace | undefined {
    const leg = this.#legs.get(id);
    return leg && placeIn(leg);
  }

  legsOf(id: string): string[] {
    return this.#legs.get(id)?.session.legs.map((each) => each.id) ?? [];
  }

  linksOf(id: string): Link[] {
    const links = this.#allLinksOf(id);
    return [...links.filter((link) => !isPossible(link)), ...links.filter(isPossible).slice(0, MOST_POSSIBLE)];
  }

  morePossibleOf(id: string): number {
    return Math.max(0, this.#allLinksOf(id).filter(isPossible).length - MOST_POSSIBLE);
  }

  /** Strongest first. */
  #allLinksOf(id: string): Link[] {
    const leg = this.#legs.get(id);
    if (!leg) return [];
    const pairs = new Set(leg.session.legs.flatMap((each) => [...each.pairs.values()]));
    return [...pairs].flatMap((pair) => linkOf(pair, this.#decisions.get(pairKey(pair.first.id, pair.second.id))) ?? []).sort(strongestFirst);
  }

  takeMoved(): SessionChange[] {
    const moved = Array.from(this.#moved.values(), (leg) => ({ id: leg.id, callId: leg.facts.callId, ...placeIn(leg) }));
    this.#moved.clear();
    return moved;
  }

  clear(): void {
    this.#legs.clear();
    this.#buckets.clear();
    this.#moved.clear();
  }

  get size(): number {
    return this.#legs.size;
  }

  #place(facts: LegFacts, known: HeldLeg | undefined): HeldLeg {
    if (!known) {
      const leg = new HeldLeg(facts);
      leg.posted = namesOf(leg.parts, this.#judging.own);
      this.#legs.set(leg.id, leg);
      this.#buckets.post(leg, leg.posted);
      return leg;
    }
    known.learn(facts);
    const names = namesOf(known.parts, this.#judging.own);
    const posted = new Set(known.posted);
    this.#buckets.post(known, names.filter((name) => !posted.has(name)));
    known.posted = [...new Set([...names, ...known.posted])];
    return this.#touch(known);
  }

  /** The longest untouched are first. */
  #touch(leg: HeldLeg): HeldLeg {
    this.#legs.delete(leg.id);
    this.#legs.set(leg.id, leg);
    return leg;
  }

  #partners(leg: HeldLeg): Set<HeldLeg> {
    const partners = new Set<HeldLeg>();
    for (const pair of leg.pairs.values()) partners.add(pair.first === leg ? pair.second : pair.first);
    return partners;
  }

  #others(leg: HeldLeg): Set<HeldLeg> {
    const others = this.#buckets.candidates(leg);
    for (const partner of this.#partners(leg)) others.add(partner);
    for (const id of this.#decidedWith.get(leg.id) ?? []) {
      const other = this.#legs.get(id);
      if (other) others.add(other);
    }
    return others;
  }

  /** What speaks for these two now; `seconds` gathers legs whose origin must be decided again. */
  #hold(leg: HeldLeg, other: HeldLeg, seconds: Set<HeldLeg>): void {
    const before = leg.pairs.get(other.id);
    let pair = judge(leg, other, this.#judging);
    if (!pair && this.#decisions.has(pairKey(leg.id, other.id))) {
      pair = { first: leg, second: other, stated: undefined, guessed: undefined, verdict: "none" };
    }
    if (before) seconds.add(before.second);
    if (pair) {
      seconds.add(pair.second);
      leg.pair(other, pair);
      other.pair(leg, pair);
    } else if (before) {
      leg.unpair(other);
      other.unpair(leg);
      this.#unjoin(leg, other, seconds);
    }
  }

  #unjoin(a: HeldLeg, b: HeldLeg, touched: Set<HeldLeg>): void {
    if (!a.unjoin(b)) return;
    b.unjoin(a);
    touched.add(a).add(b);
  }

  #decide(seconds: Set<HeldLeg>): void {
    let open: Set<HeldLeg> = seconds;
    for (let round = 0; open.size > 0 && round < MOST_ROUNDS; round += 1) {
      const touched = new Set<HeldLeg>(round === 0 ? seconds : []);
      for (const leg of open) {
        resolve(leg, (pair) => this.#decisions.get(pairKey(pair.first.id, pair.second.id))?.verdict);
        for (const pair of leg.pairs.values()) if (pair.second === leg) this.#join(pair, touched);
      }
      const { moved, renamed } = regroup(touched, (a, b) => this.#decisions.get(pairKey(a.id, b.id))?.verdict === "split");
      for (const leg of renamed) this.#moved.set(leg.id, leg);
      open = new Set(moved.flatMap(choosersBeside));
    }
  }

  #join(pair: Pair, touched: Set<HeldLeg>): void {
    const { first, second, verdict } = pair;
    const isJoined = verdict === "joined" || verdict === "confirmed";
    if (isJoined === first.joined.has(second.id)) return;
    if (!isJoined) return this.#unjoin(first, second, touched);
    first.join(second);
    second.join(first);
    touched.add(first).add(second);
  }

  /** Whole sessions, so that what remains keeps its ids. */
  #evict(): void {
    const [oldest] = this.#legs.values();
    for (const leg of oldest?.session.legs ?? []) {
      this.#legs.delete(leg.id);
      this.#buckets.remove(leg);
      for (const other of this.#partners(leg)) {
        other.unpair(leg);
        other.unjoin(leg);
      }
    }
  }
}

/** Legs that may come from one which has just come into another session: whether their origins are rivals has changed. */
function choosersBeside(moved: HeldLeg): HeldLeg[] {
  return [...moved.pairs.values()].flatMap(({ first, second, guessed }) => (first === moved && guessed ? [second] : []));
}

const placeIn = ({ session, firstLegs }: HeldLeg): SessionPlace => ({ sessionId: session.id, firstLegs: [...firstLegs] });

const isPossible = ({ verdict }: Link): boolean => verdict === "possible";

function strongestFirst(a: Link, b: Link): number {
  return b.confidence - a.confidence || (a.from + a.to < b.from + b.to ? -1 : 1);
}
