// Display name, user and host of an address or URI: everyday shapes by one expression, all others by the careful parser.
import { parseNameAddr, parseUri } from "@sipglass/decode";

export interface Address {
  display: string;
  user: string;
  /** Lower case. */
  host: string;
}

/** No escapes, no IPv6, no UTF-8: those take the careful way. Parts are disjoint, so matching is linear. */
const ADDRESS = /^\s*(?:"([^"\\\x80-\xff]*)"|([\w.+~-]*))\s*<sips?:([\w.!~*'()&=+$,#-]+)@([\w.-]+)[>:;]/;
const URI = /^sips?:([\w.!~*'()&=+$,#-]+)@([\w.-]+)(?:$|[:;])/;

export function addressOf(value: string): Address {
  const match = ADDRESS.exec(value);
  if (match) return { display: match[1] ?? match[2]!, user: match[3]!, host: match[4]!.toLowerCase() };
  const { display, uri } = parseNameAddr(value);
  return { display, ...userAndHost(uri) };
}

export function userAndHost(uri: string): { user: string; host: string } {
  const match = URI.exec(uri);
  if (match) return { user: match[1]!, host: match[2]!.toLowerCase() };
  const parsed = parseUri(uri);
  return parsed.ok ? { user: parsed.value.user, host: parsed.value.host } : { user: "", host: "" };
}
