// A ladder row in words, for screen readers and tooltips: what the arrow, its dash and its colour say.
import { arrowLabel } from "@sipglass/analyse";
import type { Ladder, LadderRow } from "../api/shapes.ts";
import { exactDuration } from "../words/duration.ts";
import { ROW_WORDS } from "../words/ladder.ts";

export { arrowLabel, arrowTone } from "@sipglass/analyse";

/** "+12.345 ms"; negative where a clock is overruled by the order of transactions. */
export const signedDelta = (us: number): string => (us < 0 ? exactDuration(us) : `+${exactDuration(us)}`);

export function describeRow(ladder: Ladder, row: LadderRow): string {
  const [from, to] = [ladder.columns[row.from]?.label ?? "?", ladder.columns[row.to]?.label ?? "?"];
  const parts = [
    `${arrowLabel(row)}, ${ROW_WORDS.kinds[row.kind]}, ${ROW_WORDS.way(from, to)}`,
    row.delta_us < 0 ? ROW_WORDS.before(exactDuration(-row.delta_us)) : ROW_WORDS.after(exactDuration(row.delta_us)),
    row.has_sdp ? ROW_WORDS.withSdp : "",
    row.retransmission ? ROW_WORDS.retransmission : "",
    row.also_seen_by.length > 0 ? ROW_WORDS.alsoSeenBy(row.also_seen_by.join(", ")) : "",
  ];
  return parts.filter(Boolean).join(", ");
}
