// Whose a call is and which way it goes: what an installation says of its own networks, its trunks and its tenants.

/** A customer of the installation, by what is his in a call: any one of these makes the call his. */
export interface TenantRule {
  name: string;
  /** Beginnings of numbers, any spelling: `+4930`, `004930` and `4930` are the same. */
  prefixes: string[];
  /** Domains of From, To, request URI; `.example.org` means all below it. */
  domains: string[];
  /** Addresses or networks (CIDR) on the way of the call, or names of trunks. */
  trunks: string[];
  /** Header (lower case) → value; `*` at the end stands for any rest. */
  headers: Record<string, string>;
}

export interface Trunk {
  name: string;
  /** Addresses or networks in CIDR. */
  networks: string[];
}

export interface Belonging {
  /** Addresses or networks in CIDR of the own side; [] = everything that is no trunk. */
  ownNetworks: string[];
  trunks: Trunk[];
  tenants: TenantRule[];
}

export const NOBODYS: Belonging = Object.freeze({ ownNetworks: [], trunks: [], tenants: [] });
