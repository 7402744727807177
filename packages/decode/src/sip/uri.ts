// URIs of SIP (RFC 3261 §19.1) and tel (RFC 3966). Tolerant: what real user agents write is taken apart as far as it goes.
import { decoded, refused, type Decoded, type SipUri } from "@sipglass/model";
import { utf8Text } from "./latin1.ts";

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/**
 * A URI without angle brackets. `user` is unescaped, without password; for tel it is the number, for schemes other than sip, sips and tel
 * all that stands between scheme and parameters. `port` 0 = not given. Refused (not_sip) when there is no scheme.
 */
export function parseUri(text: string): Decoded<SipUri> {
  const trimmed = text.trim();
  const match = SCHEME.exec(trimmed);
  if (!match) return refused("not_sip");
  const scheme = match[0].slice(0, -1).toLowerCase();
  const rest = trimmed.slice(match[0].length);
  return decoded(scheme === "sip" || scheme === "sips" ? sipUri(scheme, rest) : opaqueUri(scheme, rest));
}

function opaqueUri(scheme: string, rest: string): SipUri {
  const end = hostEndAt(rest, 0);
  return { scheme, user: unescapeUser(rest.slice(0, end)), host: "", port: 0, parameters: rest.slice(end) };
}

function sipUri(scheme: string, rest: string): SipUri {
  const at = userEnd(rest);
  let userInfo = at < 0 ? "" : rest.slice(0, at);
  const colon = userInfo.indexOf(":");
  if (colon >= 0) userInfo = userInfo.slice(0, colon);
  const hostAt = at + 1;
  const hostEnd = hostEndAt(rest, hostAt);
  const { host, port } = splitHostPort(rest.slice(hostAt, hostEnd).trim());
  return { scheme, user: unescapeUser(userInfo), host, port, parameters: rest.slice(hostEnd) };
}

/**
 * Offset of the "@" that ends the user part. The user may hold ";" and "?" (RFC 3261 §25.1: user-unreserved), but no "@"; people write
 * `sip:me@mail.example@provider.example` all the same, so a second one counts while the host has not ended.
 */
function userEnd(rest: string): number {
  const first = rest.indexOf("@");
  return first < 0 ? -1 : rest.lastIndexOf("@", hostEndAt(rest, first));
}

/** Offset of the first ";" or "?" from `from` on; the length when there is none. */
function hostEndAt(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 59 || code === 63) return i;
  }
  return text.length;
}

/** Host (lower case, no brackets) and port (0 = none) of `host`, `host:port`, `[v6]:port`, and of an IPv6 address without brackets. */
export function splitHostPort(text: string): { host: string; port: number } {
  if (text.startsWith("[")) {
    const close = text.indexOf("]");
    if (close < 0) return { host: text.slice(1).toLowerCase(), port: 0 };
    return { host: text.slice(1, close).toLowerCase(), port: portNumber(text.slice(close + 1).replace(/^\s*:/, "")) };
  }
  const colon = text.indexOf(":");
  if (colon < 0 || text.includes(":", colon + 1)) return { host: text.toLowerCase(), port: 0 };
  return { host: text.slice(0, colon).trim().toLowerCase(), port: portNumber(text.slice(colon + 1)) };
}

function portNumber(text: string): number {
  const digits = /^\s*(\d{1,5})\s*$/.exec(text);
  const port = digits ? Number(digits[1]) : 0;
  return port <= 65535 ? port : 0;
}

/** Percent escapes resolved and UTF-8 decoded. Escaped control characters stay escaped: a NUL must not end or hide a name. */
function unescapeUser(text: string): string {
  if (!text.includes("%")) return utf8Text(text);
  const bytes = text.replace(/%([0-9a-fA-F]{2})/g, (escape, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code < 32 || code === 127 ? escape : String.fromCharCode(code);
  });
  return utf8Text(bytes);
}
