// The round trip of a conversation from its two halves: RTCP of each direction, captured at one place, tells the way from there to one end
// and back. Clocks of different agents are never mixed; where no agent has both halves, each half stands for itself.
import type { Stream } from "@sipglass/model";
import type { StreamDraft } from "./draft.ts";
import { otherSide } from "./media-plan.ts";
import type { Way } from "./round-trip.ts";

/** Gives each stream the half that the opposite direction measured. */
export function joinHalves(drafts: readonly StreamDraft[]): void {
  for (const draft of drafts) {
    const { speaker, kind } = draft;
    if (speaker === undefined || draft.ways.length === 0) continue;
    const back = drafts.filter((one) => one.kind === kind && one.speaker === otherSide(speaker)).flatMap(({ ways }) => ways);
    draft.otherHalfMs = otherHalf(draft.ways, back);
  }
}

/**
 * Median of the agent that has most of both. Where it sees several places, a stream's own way is from the farthest of them: the other half
 * ends there, and is the shortest.
 */
function otherHalf(own: readonly Way[], back: readonly Way[]): number | null {
  const counts = Map.groupBy(
    back.filter(({ agent }) => own.some((one) => one.agent === agent)),
    ({ agent }) => agent,
  );
  const most = [...counts.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
  const sorted = most.map(({ shortestMs }) => shortestMs).toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

/** What people wait for an answer on their words, as far as it is known. */
export const conversationMs = ({ rttMs, conversationRttMs }: Pick<Stream, "rttMs" | "conversationRttMs">): number | null =>
  conversationRttMs ?? rttMs;
