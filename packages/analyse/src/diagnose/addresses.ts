// Addresses inside messages: users of URIs, hosts of Contact and Route, and which IP addresses are of no use outside their own network.
import { parseNameAddr, parseUri } from "@sipglass/decode";
import type { SipUri } from "@sipglass/model";

/** The URI of a header value or a Request-URI. */
export function uriIn(value: string): SipUri | null {
  const parsed = parseUri(value.includes("<") ? parseNameAddr(value).uri : value);
  return parsed.ok ? parsed.value : null;
}

export const addressUser = (value: string): string => uriIn(value)?.user ?? "";
export const addressHost = (value: string): string => uriIn(value)?.host ?? "";

/** RFC 1918, RFC 6598 (carrier-grade NAT), RFC 3927 and RFC 4193, loopback: not reachable from another network. */
export function isPrivateAddress(ip: string): boolean {
  const v4 = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(ip);
  if (v4 === null) return /^(?:f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|::1$)/i.test(ip);
  const [a, b] = [Number(v4[1]), Number(v4[2])];
  return (
    a === 10 ||
    a === 127 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128)
  );
}

export const isIpAddress = (text: string): boolean => /^\d+\.\d+\.\d+\.\d+$/.test(text) || text.includes(":");
