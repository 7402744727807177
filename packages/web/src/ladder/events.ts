// What belongs into the ladder and is no message: keys pressed in the media, and what should have come and was not seen.
import { fromRfc3339 } from "@sipglass/model";
import type { FindingJson, StreamJson } from "../api/shapes.ts";
import { LADDER_WORDS } from "../words/ladder.ts";
import type { ArrangedLadder } from "./arrange.ts";
import { hostOf } from "./host-of.ts";

export interface LadderEvent {
  kind: "missing" | "digit";
  atUs: number;
  text: string;
  /** Columns; null where they are not in this ladder. */
  from: number | null;
  to: number | null;
}

export function eventsOf(ladder: ArrangedLadder, findings: readonly FindingJson[], streams: readonly StreamJson[]): LadderEvent[] {
  return [...missing(ladder, findings), ...digits(ladder, streams)].toSorted((a, b) => a.atUs - b.atUs);
}

/** Evidence without a message tells of one that was not seen; its text names the ends. */
function missing(ladder: ArrangedLadder, findings: readonly FindingJson[]): LadderEvent[] {
  const seen = new Set<string>();
  return findings.flatMap(({ evidence }) =>
    evidence.flatMap(({ ref, at, text }): LadderEvent[] => {
      if (ref !== "" || at === null || seen.has(`${at} ${text}`)) return [];
      seen.add(`${at} ${text}`);
      const [from = null, to = null] = columnsIn(ladder, text);
      return [{ kind: "missing", atUs: fromRfc3339(at), text, from, to }];
    }),
  );
}

/** Columns whose address stands in a text, in the order in which it names them. */
function columnsIn({ columns }: ArrangedLadder, text: string): number[] {
  return columns
    .map(({ members }, index) => ({ index, at: Math.max(...members.map((member) => placeIn(text, member))) }))
    .filter(({ at }) => at !== -1)
    .toSorted((a, b) => a.at - b.at)
    .map(({ index }) => index);
}

/** -1 where it does not stand by itself: 10.0.0.1:50 is not in 10.0.0.1:5060. */
function placeIn(text: string, address: string): number {
  if (address === "") return -1;
  for (let at = text.indexOf(address); at !== -1; at = text.indexOf(address, at + 1))
    if (!/[\d.]/.test(text[at - 1] ?? "") && !/\d/.test(text[at + address.length] ?? "")) return at;
  return -1;
}

function digits(ladder: ArrangedLadder, streams: readonly StreamJson[]): LadderEvent[] {
  const columnOf = (end: string): number | null => {
    const at = ladder.columns.findIndex(({ members }) => members.some((member) => hostOf(member) === hostOf(end)));
    return at === -1 ? null : at;
  };
  return streams.flatMap(({ rtp, src, dst }) =>
    (rtp?.dtmf ?? []).flatMap(({ digit, at }): LadderEvent[] =>
      at === null
        ? []
        : [{ kind: "digit", atUs: fromRfc3339(at), text: LADDER_WORDS.keyPressed(digit), from: columnOf(src), to: columnOf(dst) }],
    ),
  );
}
