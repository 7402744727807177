// A ladder row in words, for screen readers and tooltips: what the arrow, its dash and its colour say.
import type { Ladder, LadderRow } from "../api/shapes.ts";
import { exactDuration } from "../words/duration.ts";

const KIND_WORD: Record<LadderRow["kind"], string> = {
  request: "request", provisional: "provisional response", success: "success", failure: "failure", redirect: "redirect", media: "media report", log: "log line",
};

export function describeRow(ladder: Ladder, row: LadderRow): string {
  const [from, to] = [ladder.columns[row.from]?.label ?? "?", ladder.columns[row.to]?.label ?? "?"];
  const parts = [
    `${row.label}, ${KIND_WORD[row.kind]}, ${from} to ${to}`,
    `${exactDuration(row.delta_us)} after the previous`,
    row.has_sdp ? "with SDP" : "",
    row.retransmission ? "retransmission" : "",
    row.also_seen_by.length > 0 ? `also seen by ${row.also_seen_by.join(", ")}` : "",
  ];
  return parts.filter(Boolean).join(", ");
}
