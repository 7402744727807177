// The list of hosts: its order, what is found in it, and the query of the calls that pass a host.
import type { AliasJson } from "../api/site-shapes.ts";

const ORDER = new Intl.Collator("en", { numeric: true });

/** 10.0.0.5 before 10.0.0.10, and a network before its hosts. */
export const byAddress = (a: AliasJson, b: AliasJson): number => ORDER.compare(a.address, b.address);

export const isFound = ({ address, name }: Pick<AliasJson, "address" | "name">, find: string): boolean =>
  `${name} ${address}`.toLowerCase().includes(find.toLowerCase());

/** A query knows no network with a port: then the network alone. */
export function callsQuery(address: string): string {
  const [, bracketed, plain] = /^(?:\[(.+\/\d+)\]|(.+\/\d+)):\d+$/.exec(address) ?? [];
  return `ip:${bracketed ?? plain ?? address}`;
}
