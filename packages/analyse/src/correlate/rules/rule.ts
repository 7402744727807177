// What a rule is: two legs in, a reason out, or nothing.
import type { CorrelationRule } from "@sipglass/model";
import type { PairView } from "../pair-view.ts";
import type { Reason } from "../leg.ts";

export interface OwnRule {
  rule: CorrelationRule;
  /** The value that legs must share; undefined when the pattern does not match the Call-ID. */
  valueOf(callId: string): string | undefined;
}

/** Rules of ids: their reason joins by itself. */
export type StatedRule = (pair: PairView, surroundings: Surroundings) => Reason | undefined;

/** What a rule may know beside the two legs. */
export interface Surroundings {
  own: readonly OwnRule[];
  /** So many legs carry this correlation id that it says nothing. */
  isCommon(id: string): boolean;
}

/** An id that several legs carry must not be a constant: short ones need something else that speaks for them. */
export const UNIQUE_LENGTH = 12;
/** Legs of one session follow each other within this, whatever id they share. */
export const FOLLOWS_US = 60_000_000;

/** Both were there at some time, or the second began soon after the first had ended. */
export function follows({ first, second }: PairView, withinUs = FOLLOWS_US): boolean {
  const { endedAtUs } = first.facts;
  return endedAtUs === 0 || second.facts.startedAtUs <= endedAtUs + withinUs;
}
