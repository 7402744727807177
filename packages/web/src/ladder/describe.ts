// A ladder row in words, for screen readers and tooltips: what the arrow, its dash and its colour say.
import { arrowLabel } from "@sipglass/analyse";
import type { Ladder, LadderRow } from "../api/shapes.ts";
import { exactDuration } from "../words/duration.ts";

export { arrowLabel, arrowTone } from "@sipglass/analyse";

const KIND_WORD: Record<LadderRow["kind"], string> = {
  request: "request",
  provisional: "provisional response",
  success: "success",
  failure: "failure",
  redirect: "redirect",
  media: "media report",
  log: "log line",
};

/** "+12.345 ms"; negative where a clock is overruled by the order of transactions. */
export const signedDelta = (us: number): string => (us < 0 ? exactDuration(us) : `+${exactDuration(us)}`);

export function describeRow(ladder: Ladder, row: LadderRow): string {
  const [from, to] = [ladder.columns[row.from]?.label ?? "?", ladder.columns[row.to]?.label ?? "?"];
  const parts = [
    `${arrowLabel(row)}, ${KIND_WORD[row.kind]}, ${from} to ${to}`,
    row.delta_us < 0
      ? `${exactDuration(-row.delta_us)} before the previous by its clock`
      : `${exactDuration(row.delta_us)} after the previous`,
    row.has_sdp ? "with SDP" : "",
    row.retransmission ? "retransmission" : "",
    row.also_seen_by.length > 0 ? `also seen by ${row.also_seen_by.join(", ")}` : "",
  ];
  return parts.filter(Boolean).join(", ");
}
