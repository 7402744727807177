// A ladder row in words, for screen readers and tooltips: what the arrow, its dash and its colour say.
import type { Ladder, LadderRow } from "../api/shapes.ts";
import { exactDuration } from "../words/duration.ts";
import { toneOfCode } from "../words/tone.ts";
import type { Tone } from "../words/tone.ts";

const KIND_WORD: Record<LadderRow["kind"], string> = {
  request: "request",
  provisional: "provisional response",
  success: "success",
  failure: "failure",
  redirect: "redirect",
  media: "media report",
  log: "log line",
};

/** The row's label; an answer to something other than the INVITE says to what, for a 200 OK may mean many things. */
export function arrowLabel(row: Pick<LadderRow, "label" | "status_code" | "method">): string {
  const plain = row.status_code === null || row.method === null || row.method === "INVITE" || row.label.includes("(");
  return plain ? row.label : `${row.label} (${row.method})`;
}

/** Media and log lines keep their kind; SIP is coloured by its status. */
export const arrowTone = (row: Pick<LadderRow, "kind" | "status_code">): Tone =>
  row.kind === "media" || row.kind === "log" ? row.kind : toneOfCode(row.status_code);

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
