// The ladder of a call in the forms in which people take it away: JSON, text, Mermaid, PlantUML, SVG.
import { buildLadder, ladderMermaid, ladderPlantuml, ladderSvg, ladderText, type Ladder } from "@sipglass/analyse";
import type { MessageView } from "@sipglass/model";

export const LADDER_FORMATS = ["json", "text", "mermaid", "plantuml", "svg"] as const;
export type LadderFormat = (typeof LADDER_FORMATS)[number];

/** `alias` names an `ip:port`; undefined when it has no name. */
export function ladderOf(messages: readonly MessageView[], alias: (address: string) => string | undefined): Ladder {
  return buildLadder(messages, { alias: (address) => alias(address) ?? "" });
}

const DRAWN: Record<Exclude<LadderFormat, "json">, (ladder: Ladder) => string> = {
  text: (ladder) => ladderText(ladder),
  mermaid: ladderMermaid,
  plantuml: ladderPlantuml,
  svg: (ladder) => ladderSvg(ladder),
};

export const drawLadder = (ladder: Ladder, format: Exclude<LadderFormat, "json">): string => DRAWN[format](ladder);

/** Names as an installation knows them: of `ip:port`, else of the ip alone. */
export function aliasLookup(aliases: readonly { address: string; name: string }[]): (address: string) => string | undefined {
  const byAddress = new Map(aliases.map(({ address, name }) => [address, name]));
  return (address) => byAddress.get(address) ?? byAddress.get(address.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1"));
}
