// Several legs told as one conversation.
import type { MessageView } from "@sipglass/model";

/**
 * Messages of several legs as one conversation, each packet once. Every leg keeps its own order: where clocks differ, that order knows
 * better.
 */
export function mergeLegs(legs: readonly (readonly MessageView[])[]): MessageView[] {
  const rests = legs.map((leg) => ({ leg, at: 0 }));
  const merged = new Map<string, MessageView>();
  for (;;) {
    const heads = rests.filter(({ leg, at }) => at < leg.length);
    if (heads.length === 0) return [...merged.values()];
    const next = heads.reduce((first, rest) => (headTimeUs(rest) < headTimeUs(first) ? rest : first));
    const message = next.leg[next.at++] as MessageView;
    if (!merged.has(message.ref)) merged.set(message.ref, message);
  }
}

const headTimeUs = ({ leg, at }: { leg: readonly MessageView[]; at: number }): number => leg[at]?.timeUs ?? 0;
