// The ladder as the reader wants it: legs and messages left out, hosts joined and ordered; and what stands in it beside messages.
import { useMemo } from "react";
import type { Story } from "../call/use-story.ts";
import type { Ladder, MessageJson } from "../api/shapes.ts";
import { legLetter, partOfLadder } from "../legs/leg-ladder.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { arrangeLadder } from "./arrange.ts";
import type { ArrangedLadder } from "./arrange.ts";
import { eventsOf } from "./events.ts";
import type { LadderEvent } from "./events.ts";
import { isDropped, readDrop } from "./sift.ts";

export interface ShownLadder {
  ladder: ArrangedLadder | undefined;
  /** Whole, before anything was left out. */
  whole: Ladder | undefined;
  /** What is left of it, hosts as they came: for what is looked up by address. Its rows are those of `ladder`. */
  plain: Ladder | undefined;
  dropped: number;
  messages: ReadonlyMap<string, MessageJson>;
  events: readonly LadderEvent[];
}

/** What is left of the ladder, hosts as they came. */
export function useSiftedLadder({ ladder, legs, legOf }: Story): Ladder | undefined {
  const { hide = "", drop } = usePageSearch().search;
  const hidden = legs.length > 1 ? hide : "";
  return useMemo(() => ladder && sifted(ladder, hidden, legOf, readDrop(drop)), [ladder, hidden, legOf, drop]);
}

export function useShownLadder(story: Story): ShownLadder {
  const { by, hosts } = usePageSearch().search;
  const { ladder: whole, diagnosis, quality } = story;
  const part = useSiftedLadder(story);
  const messages = useMemo(() => new Map((story.messages ?? []).map((message) => [message.ref, message])), [story.messages]);
  const ladder = useMemo(() => part && arrangeLadder(part, messages, { by, hosts }), [part, messages, by, hosts]);
  const events = useMemo(
    () => (ladder ? eventsOf(ladder, diagnosis?.findings ?? [], quality?.streams ?? []) : []),
    [ladder, diagnosis, quality],
  );
  return { ladder, whole, plain: part, dropped: (whole?.rows.length ?? 0) - (part?.rows.length ?? 0), messages, events };
}

function sifted(ladder: Ladder, hidden: string, legOf: ReadonlyMap<string, number>, drop: ReadonlySet<string>): Ladder {
  if (hidden === "" && drop.size === 0) return ladder;
  const gone = new Set(ladder.rows.filter((row) => isDropped(row, drop)).map(({ ref }) => ref));
  return partOfLadder(ladder, (ref) => !gone.has(ref) && !hidden.includes(legLetter(legOf.get(ref) ?? 0).toLowerCase()));
}
