// Which hosts share a column and in what order columns stand: the reader's choice, laid over the ladder that came from the server.
import { hostOf } from "./host-of.ts";
import type { Ladder } from "../api/shapes.ts";
import type { HostMode } from "../url/ladder-search.ts";

export interface ArrangedColumn {
  id: string;
  label: string;
  address: string;
  colour?: string;
  /** Ids of the columns that are one here. */
  members: string[];
}

export interface ArrangedLadder extends Ladder {
  columns: ArrangedColumn[];
}

export interface Arrangement {
  by?: HostMode | undefined;
  /** "a,b~c", see url/ladder-search.ts. */
  hosts?: string | undefined;
}

/** Where a message really came from and went to. */
export type Ends = ReadonlyMap<string, { src: string; dst: string }>;

/** "a,b~c" as lists of ids, each id once. */
export function readGroups(hosts: string): string[][] {
  const seen = new Set<string>();
  return hosts
    .split(",")
    .map((group) => group.split("~").filter((id) => id !== "" && !seen.has(id) && seen.add(id)))
    .filter((group) => group.length > 0);
}

export const printGroups = (groups: readonly (readonly string[])[]): string => groups.map((group) => group.join("~")).join(",");

export function arrangeLadder(ladder: Ladder, ends: Ends, { by, hosts = "" }: Arrangement): ArrangedLadder {
  const apart = by === "port" ? byPort(ladder, ends) : ladder;
  const wanted = readGroups(hosts);
  const byHost =
    by === "ip" ? [...Map.groupBy(apart.columns, ({ address }) => hostOf(address)).values()].map((all) => all.map(({ id }) => id)) : [];
  return grouped(apart, joinGroups(apart, wanted, byHost));
}

/** Every end that messages name is a column of its own, beside the one that it was counted to. */
function byPort(ladder: Ladder, ends: Ends): Ladder {
  const named = new Map(ladder.columns.map((column) => [column.address, column]));
  const used = ladder.rows.map(({ ref, from, to }) => {
    const known = ends.get(ref);
    return known ? { from: known.src, to: known.dst } : { from: ladder.columns[from]?.id ?? "", to: ladder.columns[to]?.id ?? "" };
  });
  const places = new Map<string, Set<string>>(ladder.columns.map(({ id }) => [id, new Set()]));
  for (const [index, row] of ladder.rows.entries()) {
    const own = used[index];
    places.get(ladder.columns[row.from]?.id ?? "")?.add(own?.from ?? "");
    places.get(ladder.columns[row.to]?.id ?? "")?.add(own?.to ?? "");
  }
  const ids = [...new Set([...places.values()].flatMap((all) => [...all]))];
  const place = new Map(ids.map((id, index) => [id, index]));
  return {
    columns: ids.map((id) => ({ label: id, ...named.get(id), id, address: id })),
    rows: ladder.rows.map((row, index) => ({
      ...row,
      from: place.get(used[index]?.from ?? "") ?? 0,
      to: place.get(used[index]?.to ?? "") ?? 0,
    })),
  };
}

/** The reader's groups first, then what they leave over, in the order of the ladder. */
function joinGroups({ columns }: Ladder, wanted: readonly string[][], byHost: readonly string[][]): string[][] {
  const known = new Set(columns.map(({ id }) => id));
  const named = new Set(wanted.flat());
  const natural = byHost.length > 0 ? byHost : columns.map(({ id }) => [id]);
  const rest = natural.map((group) => group.filter((id) => !named.has(id)));
  return [...wanted.map((group) => group.filter((id) => known.has(id))), ...rest].filter((group) => group.length > 0);
}

function grouped(ladder: Ladder, groups: readonly string[][]): ArrangedLadder {
  const byId = new Map(ladder.columns.map((column) => [column.id, column]));
  const place = new Map(groups.flatMap((group, index) => group.map((id) => [id, index] as const)));
  const moved = ladder.columns.map(({ id }) => place.get(id) ?? 0);
  return {
    columns: groups.map((members) => {
      const own = members.flatMap((id) => byId.get(id) ?? []);
      return { id: members.join("~"), members, ...nameOfGroup(own) };
    }),
    rows: ladder.rows.map((row) => ({ ...row, from: moved[row.from] ?? 0, to: moved[row.to] ?? 0 })),
  };
}

type HostName = Pick<ArrangedColumn, "label" | "address" | "colour">;

/** Hosts that are one here keep a colour that all of them have. */
function nameOfGroup(columns: readonly HostName[]): HostName {
  const [first] = columns;
  const colour = first?.colour !== undefined && columns.every((each) => each.colour === first.colour) ? { colour: first.colour } : {};
  if (!first || columns.length === 1) return { label: first?.label ?? "?", address: first?.address ?? "", ...colour };
  const hosts = [...new Set(columns.map(({ address }) => hostOf(address)))];
  const names = [...new Set(columns.flatMap(({ label, address }) => (label === address ? [] : [label])))];
  const [host = ""] = hosts;
  const address = hosts.length === 1 ? `${host}, ${columns.length} ports` : columns.map((column) => column.address).join(", ");
  return { label: names.length > 0 ? names.join(" + ") : hosts.length === 1 ? host : hosts.join(" + "), address, ...colour };
}

const idsOf = (columns: readonly ArrangedColumn[]): string[][] => columns.map(({ members }) => members);

/** The columns with one of them moved to another place, as the URL says it. */
export function moveColumn(columns: readonly ArrangedColumn[], from: number, to: number): string {
  const groups = idsOf(columns);
  const [moved] = groups.splice(from, 1);
  if (moved) groups.splice(Math.max(0, Math.min(groups.length, to)), 0, moved);
  return printGroups(groups);
}

/** One column put into another. */
export function mergeColumns(columns: readonly ArrangedColumn[], from: number, into: number): string {
  const groups = idsOf(columns);
  const merged = groups.map((group, index) => (index === into ? [...group, ...(groups[from] ?? [])] : group));
  return printGroups(merged.filter((_, index) => index !== from));
}

/** Each of its ends a column again. */
export const splitColumn = (columns: readonly ArrangedColumn[], at: number): string =>
  printGroups(idsOf(columns).flatMap((group, index) => (index === at ? group.map((id) => [id]) : [group])));
