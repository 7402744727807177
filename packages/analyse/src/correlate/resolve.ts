// Which of the guesses about one leg counts: an outgoing leg has one incoming one, so of several that fit equally well none is taken.
import type { HeldLeg, Pair } from "./held-leg.ts";
import { JOINS } from "./rules/guess.ts";

/** Guesses this close to each other are as good as one another. */
const SAME_CONFIDENCE = 0.025;
/** Two calls with the same numbers: the nearer one is taken only when it is much nearer. */
const AT_ONCE_US = 1_000_000;
const MUCH_NEARER = 4;
const LEAST_DIFFERENCE_US = 1_500_000;

/** Reasons that say where a leg comes from; transfers do not. */
const NAMES_ITS_ORIGIN = new Set(["user", "configured_header", "hep_correlation", "x_cid", "session_id", "charging_vector", "call_id_derived"]);

/** Sets the verdicts of all pairs in which the leg is the second; true when one changed. */
export function resolve(leg: HeldLeg, decided: (pair: Pair) => "confirmed" | "split" | undefined): boolean {
  const pairs = [...leg.pairs.values()].filter(({ second }) => second === leg);
  const hasOrigin = pairs.some((pair) => decided(pair) === "confirmed" || (isStated(pair) && NAMES_ITS_ORIGIN.has(pair.stated!.rule)));
  const guesses = hasOrigin ? [] : pairs.filter((pair) => pair.guessed && !decided(pair));
  const chosen = choose(guesses);
  let changed = false;
  for (const pair of pairs) {
    const verdict = verdictOf(pair, decided(pair), pair === chosen, hasOrigin);
    changed ||= verdict !== pair.verdict;
    pair.verdict = verdict;
  }
  return changed;
}

const isStated = ({ stated }: Pair): boolean => stated !== undefined && stated.confidence >= JOINS;

function verdictOf(pair: Pair, decided: "confirmed" | "split" | undefined, isChosen: boolean, hasOrigin: boolean): Pair["verdict"] {
  if (decided) return decided;
  if (isStated(pair) || isChosen) return "joined";
  // Whose origin is known is not possibly somebody else's leg.
  return hasOrigin ? "none" : "possible";
}

function choose(guesses: readonly Pair[]): Pair | undefined {
  const able = guesses.filter(({ guessed }) => guessed!.confidence >= JOINS).sort(byFit);
  const best = able[0];
  if (!best) return undefined;
  const rivals = able.slice(1).filter((pair) => best.guessed!.confidence - pair.guessed!.confidence < SAME_CONFIDENCE && pair.first.session !== best.first.session);
  return rivals.every((rival) => isClearlyNearer(best, rival)) ? best : undefined;
}

/** Of those that fit alike the nearest: the leg before it in a chain. */
function byFit(a: Pair, b: Pair): number {
  const difference = b.guessed!.confidence - a.guessed!.confidence;
  if (Math.abs(difference) >= SAME_CONFIDENCE) return difference;
  return Math.abs(a.guessed!.gapUs) - Math.abs(b.guessed!.gapUs) || (a.first.id < b.first.id ? -1 : 1);
}

function isClearlyNearer(best: Pair, rival: Pair): boolean {
  // One number alone does not tell two callers apart.
  if (best.guessed!.alone) return false;
  const [near, far] = [Math.abs(best.guessed!.gapUs), Math.abs(rival.guessed!.gapUs)];
  return near <= AT_ONCE_US && far - near >= LEAST_DIFFERENCE_US && far >= near * MUCH_NEARER;
}
