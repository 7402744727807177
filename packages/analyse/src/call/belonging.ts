// Which way a call goes and which tenants it belongs to, from its parties, hosts and headers. Compiled once from what the installation says;
// asked when a request that begins something was seen on a hop, so that a call has its tenants before anybody hears of it.
import { hostOf, networkTest, type Belonging, type Call, type Direction, type TenantRule, type Trunk } from "@sipglass/model";
import type { Picked } from "./header-pick.ts";

/** Sets `direction` and `tenants`. Tenants are added, never taken away: what a reader may see does not change under him. */
export type Belong = (call: Call, picked: Picked) => void;

type IpTest = (ip: string) => boolean;

export interface CompiledBelonging {
  belong: Belong;
  /** Headers (lower case) that it must be shown. */
  headers: readonly string[];
}

export function compileBelonging({ ownNetworks, trunks, tenants }: Belonging): CompiledBelonging | undefined {
  if (ownNetworks.length + trunks.length + tenants.length === 0) return undefined;
  const isTrunk = anyNetwork(trunks.flatMap(({ networks }) => networks));
  const isOwn = ownNetworks.length > 0 ? anyNetwork(ownNetworks) : () => true;
  const isInside: IpTest = (ip) => isOwn(ip) && !isTrunk(ip);
  const knowsSides = ownNetworks.length + trunks.length > 0;
  const claims = tenants.map((tenant) => ({ name: tenant.name, claim: claimOf(tenant, trunks) }));
  return {
    headers: [...new Set(tenants.flatMap(({ headers }) => Object.keys(headers)))],
    belong(call, picked) {
      if (knowsSides) call.direction = directionOf(call, isInside);
      for (const { name, claim } of claims) {
        if (!call.tenants.includes(name) && claim(call, picked)) call.tenants = [...call.tenants, name].sort();
      }
    },
  };
}

const DIRECTIONS: Record<string, Direction> = { "true,true": "internal", "true,false": "outbound", "false,true": "inbound", "false,false": "transit" };

/** From the host where the first request came from to the last one that it reached. */
function directionOf({ src, dst, hops }: Call, isInside: IpTest): Direction {
  const last = hops.at(-1);
  return DIRECTIONS[`${isInside(src)},${isInside(last === undefined ? dst : hostOf(last))}`]!;
}

const anyNetwork = (networks: readonly string[]): IpTest => {
  const tests = networks.flatMap((network) => networkTest(network) ?? []);
  return (ip) => tests.some((test) => test(ip));
};

function claimOf({ prefixes, domains, trunks: own, headers }: TenantRule, trunks: readonly Trunk[]): (call: Call, picked: Picked) => boolean {
  const named = new Map(trunks.map(({ name, networks }) => [name, networks]));
  const numbers = prefixes.map(digitsOf).filter((digits) => digits !== "");
  const wantedDomains = domains.map((domain) => domain.toLowerCase());
  const onTrunk = anyNetwork(own.flatMap((trunk) => named.get(trunk) ?? [trunk]));
  const wantedHeaders = Object.entries(headers);
  return (call, picked) =>
    (numbers.length > 0 && [call.fromUser, call.toUser, call.ruriUser, call.paiUser].some((user) => hasPrefix(user, numbers))) ||
    (wantedDomains.length > 0 && [call.fromDomain, call.toDomain, call.ruriDomain].some((domain) => isWithin(domain.toLowerCase(), wantedDomains))) ||
    (own.length > 0 && (onTrunk(call.src) || onTrunk(call.dst) || call.hops.some((hop) => onTrunk(hostOf(hop))))) ||
    wantedHeaders.some(([name, value]) => fits(picked.get(name) ?? call.headers[name], value));
}

/** International form without `+` or `00`; "" when it is no number. */
function digitsOf(user: string): string {
  const plain = user.replaceAll(/[\s().-]/g, "");
  return /^\+?\d+$/.test(plain) ? plain.replace(/^(?:\+|00)/, "") : "";
}

function hasPrefix(user: string, prefixes: readonly string[]): boolean {
  const digits = digitsOf(user);
  return digits !== "" && prefixes.some((prefix) => digits.startsWith(prefix));
}

const isWithin = (domain: string, wanted: readonly string[]): boolean =>
  domain !== "" && wanted.some((each) => (each.startsWith(".") ? domain.endsWith(each) : domain === each));

function fits(value: string | undefined, pattern: string): boolean {
  if (value === undefined) return false;
  return pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}
