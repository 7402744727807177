// IP addresses as the query language reads them: strict text → numbers, canonical text (RFC 5952), CIDR.

/** Dotted decimal without leading zeros → unsigned 32 bits; -1 when it is no IPv4 address. */
export function parseIpv4(text: string): number {
  let value = 0, octet = -1, octets = 1, leadingZero = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (octet < 0 || ++octets > 4) return -1;
      value = value * 256 + octet;
      octet = -1;
    } else if (code >= 48 && code <= 57) {
      if (leadingZero && octet === 0) return -1;
      leadingZero = octet < 0 && code === 48;
      octet = (octet < 0 ? 0 : octet * 10) + code - 48;
      if (octet > 255) return -1;
    } else return -1;
  }
  return octets === 4 && octet >= 0 ? value * 256 + octet : -1;
}

/** Fills `groups` with eight 16-bit groups (RFC 4291 §2.2, no zone); false when it is no IPv6 address. */
export function parseIpv6(text: string, groups: Uint16Array): boolean {
  if (!/^[0-9A-Fa-f:.]{2,45}$/.test(text)) return false;
  let source = text;
  const lastColon = text.lastIndexOf(":");
  if (text.includes(".")) {
    const v4 = lastColon < 0 ? -1 : parseIpv4(text.slice(lastColon + 1));
    if (v4 < 0) return false;
    source = `${text.slice(0, lastColon + 1)}${(v4 >>> 16).toString(16)}:${(v4 & 0xffff).toString(16)}`;
    if (source.includes(".")) return false;
  }
  const gap = source.indexOf("::");
  if (gap !== source.lastIndexOf("::")) return false;
  const head = gap < 0 ? source.split(":") : gap === 0 ? [] : source.slice(0, gap).split(":");
  const tail = gap < 0 || gap + 2 === source.length ? [] : source.slice(gap + 2).split(":");
  if (gap < 0 ? head.length !== 8 : head.length + tail.length > 7) return false;
  groups.fill(0);
  for (const [i, part] of head.entries()) {
    if (part === "" || part.length > 4) return false;
    groups[i] = Number.parseInt(part, 16);
  }
  for (const [i, part] of tail.entries()) {
    if (part === "" || part.length > 4) return false;
    groups[8 - tail.length + i] = Number.parseInt(part, 16);
  }
  return true;
}

function printIpv6(groups: Uint16Array): string {
  let best = -1, bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups[i + length] === 0) length++;
    if (length > bestLength) [best, bestLength] = [i, length];
  }
  const hex = Array.from(groups, (group) => group.toString(16));
  if (best < 0) return hex.join(":");
  return `${hex.slice(0, best).join(":")}::${hex.slice(best + bestLength).join(":")}`;
}

/** Canonical text (RFC 5952; IPv4-mapped as IPv4), or undefined when it is no address. Brackets around IPv6 are taken off. */
export function canonicalIp(text: string): string | undefined {
  if (parseIpv4(text) >= 0) return text;
  const groups = new Uint16Array(8);
  if (!parseIpv6(text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text, groups)) return undefined;
  if (groups.subarray(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join(".");
  }
  return printIpv6(groups);
}

/** `10.0.0.1:5060`, `[2001:db8::1]:5060`, also with `*` in it: speaks of an address and a port. */
export const speaksOfPort = (text: string): boolean => /^(?:\[[^\]]*\]|\*|[^:]*\.[^:]*):[\d*]+$/.test(text);

/** The address in `ip:port` or `[ip]:port`. */
export function hostOf(hop: string): string {
  const end = hop.startsWith("[") ? hop.indexOf("]") : hop.indexOf(":");
  return end < 0 ? hop : hop.slice(hop.startsWith("[") ? 1 : 0, end);
}

/** `[low, high]` of the network as unsigned 32 bits. */
export function ipv4Network(address: string, bits: number): [number, number] {
  const size = 2 ** (32 - bits);
  const low = Math.floor(parseIpv4(address) / size) * size;
  return [low, low + size - 1];
}

/** `[low, high]` of the network as 32 hexadecimal digits. */
export function ipv6Network(address: string, bits: number): [string, string] {
  const groups = new Uint16Array(8);
  parseIpv6(address, groups);
  const all = groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
  const size = 1n << BigInt(128 - bits);
  const low = (all / size) * size;
  const hex = (value: bigint): string => value.toString(16).padStart(32, "0");
  return [hex(low), hex(low + size - 1n)];
}

/** Whether an address lies in the network; compiled once, allocates nothing for IPv4. */
export function inNetwork(address: string, bits: number): (ip: string) => boolean {
  if (parseIpv4(address) >= 0) {
    const [low, high] = ipv4Network(address, bits);
    return (ip) => {
      const value = parseIpv4(ip);
      return value >= low && value <= high;
    };
  }
  const network = new Uint16Array(8);
  const groups = new Uint16Array(8);
  parseIpv6(address, network);
  return (ip) => {
    if (!ip.includes(":") || ip.includes(".") || !parseIpv6(ip, groups)) return false;
    for (let i = 0, left = bits; left > 0; i++, left -= 16) {
      const mask = left >= 16 ? 0xffff : (0xffff << (16 - left)) & 0xffff;
      if (((groups[i]! ^ network[i]!) & mask) !== 0) return false;
    }
    return true;
  };
}
