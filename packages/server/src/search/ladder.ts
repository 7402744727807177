// The ladder of a call in the forms in which people take it away: JSON, text, Mermaid, PlantUML, SVG.
import { buildLadder, ladderMermaid, ladderPlantuml, ladderSvg, ladderText, type Ladder } from "@sipglass/analyse";
import { networkTest, type MessageView } from "@sipglass/model";

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

interface Named {
  /** An address or a network, each with or without a port. */
  address: string;
}

const PORT = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/;

/** An address or network apart from its port: `10.0.0.0/8:5060`, `[2001:db8::1]:5060`, `2001:db8::1`. */
function partsOf(text: string): { host: string; port: string } {
  const [, bracketed, plain, port = ""] = PORT.exec(text) ?? [];
  return { host: bracketed ?? plain ?? text, port };
}

/** What an installation says of `ip:port`: of exactly that, else of the ip alone, else of the narrowest network, with the port before without. */
export function aliasLookup<T extends Named>(aliases: readonly T[]): (address: string) => T | undefined {
  const byAddress = new Map(aliases.map((alias) => [alias.address, alias]));
  const networks = aliases
    .filter(({ address }) => address.includes("/"))
    .map((alias) => {
      const { host, port } = partsOf(alias.address);
      return { alias, port, bits: Number(host.split("/")[1]), holds: networkTest(host) ?? (() => false) };
    })
    .sort((a, b) => b.bits - a.bits || Number(b.port !== "") - Number(a.port !== ""));
  return (address) => {
    const { host, port } = partsOf(address);
    return byAddress.get(address) ?? byAddress.get(host) ?? networks.find((each) => (each.port === "" || each.port === port) && each.holds(host))?.alias;
  };
}

/** Their names alone. */
export function nameLookup(aliases: readonly (Named & { name: string })[]): (address: string) => string | undefined {
  const lookup = aliasLookup(aliases);
  return (address) => lookup(address)?.name;
}

/** Columns with the colour that people gave to a host. */
export function withColours(ladder: Ladder, aliases: readonly (Named & { colour: string })[]): Ladder {
  const lookup = aliasLookup(aliases);
  const columns = ladder.columns.map((column) => {
    const colour = lookup(column.address)?.colour ?? "";
    return colour === "" ? column : { ...column, colour };
  });
  return { ...ladder, columns };
}
