// Networks as people write them: an address, or an address and a number of bits.
import { canonicalIp, inNetwork } from "./ip.ts";

/** Tests addresses against `10.0.0.0/8`, `2001:db8::/32`, `192.0.2.7`; undefined when the text is no network. */
export function networkTest(text: string): ((ip: string) => boolean) | undefined {
  const slash = text.indexOf("/");
  const address = canonicalIp(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const most = address.includes(":") ? 128 : 32;
  const bits = slash < 0 ? String(most) : text.slice(slash + 1);
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? inNetwork(address, Number(bits)) : undefined;
}
