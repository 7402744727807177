// Who plays in the demo: three customers, each with a switch and a border of its own, and the carriers that they share. Addresses are those of
// documentation (RFC 5737), domains those of examples (RFC 2606).
import { hostPort, type TenantRule, type Trunk } from "@sipglass/model";
import { createSite, Random, type CaptureAgent, type Host, type Site } from "@sipglass/labelled";

/** Numbers of sites whose addresses are public: calls between them and the carriers need no translation. */
const CUSTOMERS = [
  { name: "harbour-hotel", domain: "harbour-hotel.example", country: "49", site: 1 },
  { name: "birch-clinic", domain: "birch-clinic.example", country: "41", site: 3 },
  { name: "ferry-lines", domain: "ferry-lines.example", country: "49", site: 7 },
] as const;

const CARRIERS = [
  { name: "carrier-north", ip: "198.51.100.10" },
  { name: "carrier-south", ip: "198.51.100.11" },
  { name: "carrier-overseas", ip: "198.51.100.12" },
] as const;
/** The one that has no lines left in its bad hour. */
const FULL_CARRIER = 1;

export const TRUNKS: readonly Trunk[] = CARRIERS.map(({ name, ip }) => ({ name, networks: [`${ip}/32`] }));
export const TENANTS: readonly TenantRule[] = CUSTOMERS.map(({ name, domain }) => ({ name, prefixes: [], domains: [domain], trunks: [], headers: {} }));

/** Looks of the machines do not change with the seed: a demo of tomorrow shows the same company. */
export const SITES: readonly Site[] = CUSTOMERS.map(({ domain, country, site }) => {
  const made = createSite(new Random(site), site);
  return { ...made, domain, country, carriers: made.carriers.map((host, i) => ({ ...host, ip: CARRIERS[i]?.ip ?? host.ip })) };
});

export const fullCarrierOf = (site: Site): Host => site.carriers[FULL_CARRIER] ?? site.sbc;

/** Names for addresses, as somebody would give them under Hosts. */
export const HOSTS: ReadonlyMap<string, string> = new Map([
  ...CARRIERS.map(({ name, ip }) => [ip, name] as const),
  ...SITES.flatMap(({ proxy, proxy2, pbx, pbxOutside, sbc, sbcOutside, edge }, i): [string, string][] => {
    const { name } = CUSTOMERS[i]!;
    return [
      [proxy.ip, `${name} proxy`], [proxy2.ip, `${name} proxy 2`], [pbx.ip, `${name} PBX`], [pbxOutside.ip, `${name} PBX`],
      [sbc.ip, `${name} SBC`], [sbcOutside.ip, `${name} SBC`], [edge.ip, `${name} edge`],
    ];
  }),
]);

/** One agent sees telephones, proxies and switches, the other the borders and carriers; what passes between is seen by both, by clocks 2 ms apart. */
export function agentsOf(): readonly CaptureAgent[] {
  const carriers = new Set<string>(CARRIERS.map(({ ip }) => ip));
  const outer = new Set(SITES.flatMap(({ sbc, sbcOutside, pbxOutside, edge }) => [sbc.ip, sbcOutside.ip, pbxOutside.ip, edge.ip]));
  const isOuter = (ip: string): boolean => carriers.has(ip) || outer.has(ip);
  return [
    { id: 2101, name: "demo-core", skewUs: 0, sees: ({ from, to }) => !isOuter(from.ip) || !isOuter(to.ip) },
    { id: 2102, name: "demo-border", skewUs: 2000, sees: ({ from, to }) => isOuter(from.ip) || isOuter(to.ip) },
  ];
}

export const nameOf = (host: Host): string => HOSTS.get(host.ip) ?? hostPort(host.ip, host.port);
