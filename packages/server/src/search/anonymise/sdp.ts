// Session descriptions under other names (RFC 8866): addresses, ICE, keys and names go; codecs, ports and directions stay.
import { sdpLineKind } from "../identities.ts";
import type { Pseudonyms } from "./pseudonyms.ts";
import { anonymousUri } from "./uri.ts";

/** Attributes that say how media is, not whose. */
const KEPT_ATTRIBUTES = new Set([
  "rtpmap",
  "fmtp",
  "ptime",
  "maxptime",
  "minptime",
  "sendrecv",
  "sendonly",
  "recvonly",
  "inactive",
  "rtcp-mux",
  "rtcp-mux-only",
  "rtcp-rsize",
  "rtcp-fb",
  "rtcp-xr",
  "extmap",
  "extmap-allow-mixed",
  "mid",
  "group",
  "setup",
  "connection",
  "silencesupp",
  "framerate",
  "framesize",
  "imageattr",
  "content",
  "label",
  "curr",
  "des",
  "conf",
  "sqn",
  "cdsc",
  "cpar",
  "pcfg",
  "acfg",
  "tcap",
  "acap",
  "rid",
  "simulcast",
  "end-of-candidates",
  "ice-lite",
  "ice-options",
  "ice-mismatch",
  "t38faxversion",
  "t38maxbitrate",
  "t38faxfillbitremoval",
  "t38faxtranscodingmmr",
  "t38faxtranscodingjbig",
  "t38faxratemanagement",
  "t38faxmaxbuffer",
  "t38faxmaxdatagram",
  "t38faxmaxifp",
  "t38faxudpec",
  "charset",
  "type",
  "quality",
  "gpmd",
  "nortpproxy",
  "direction",
]);

export const anonymousSdp = (body: string, names: Pseudonyms): string => body.replace(/[^\r\n]+/g, (line) => anonymousLine(line, names));

function anonymousLine(line: string, names: Pseudonyms): string {
  const [letter, value] = [line.slice(0, 2), line.slice(2)];
  switch (sdpLineKind(line)) {
    case "plain":
      return line;
    case "origin":
      return letter + origin(value, names);
    case "connection":
      return letter + value.replace(/^(\s*IN\s+IP[46]\s+)([^\s/]+)/i, (_all, before: string, host: string) => before + names.host(host));
    case "name":
      return /^\s*-?\s*$/.test(value) ? line : letter + names.name(value);
    case "uri":
      return letter + anonymousUri(value, names);
    case "attribute":
      return letter + attribute(value, names);
    default:
      return /^\w=$/.test(letter) ? `${letter}${names.name(value)}` : names.name(line);
  }
}

/** `USER SESSION VERSION IN IP4 HOST`: the version counts offers and stays. */
function origin(value: string, names: Pseudonyms): string {
  const [user = "", session = "", version = "", net = "", family = "", ...host] = value.split(" ");
  return [
    user === "-" ? user : names.user(user),
    names.opaque(session),
    version === session ? names.opaque(version) : version,
    net,
    family,
    ...host.map((each) => names.host(each)),
  ]
    .filter((part, i) => part !== "" || i < 3)
    .join(" ");
}

/** foundation component transport priority ADDRESS port typ TYPE [raddr ADDRESS rport PORT] (RFC 8839 §5.1). */
const CANDIDATE = /^(candidate:)(\S+)(\s+\d+\s+\S+\s+\d+\s+)(\S+)(\s+\d+\s+typ\s+\S+)(.*)$/i;
const RTCP_AT = /^(rtcp:\d+\s+IN\s+IP[46]\s+)(\S+)/i;
/** Crypto suites and hash functions are words of the protocol; what follows are keys. */
const KEYED = /^(crypto:\d+\s+\S+\s+inline:|fingerprint:\S+\s+|ssrc:\d+\s+\w+:?)(.*)$/i;

function attribute(value: string, names: Pseudonyms): string {
  const [name = ""] = value.split(":");
  if (KEPT_ATTRIBUTES.has(name.toLowerCase())) return value;
  const [, word, foundation = "", middle = "", host = "", type = "", rest = ""] = CANDIDATE.exec(value) ?? [];
  if (word !== undefined)
    return (
      word +
      names.opaque(foundation) +
      middle +
      names.host(host) +
      type +
      rest
        .replace(/\braddr (\S+)/i, (_all, raddr: string) => `raddr ${names.host(raddr)}`)
        .replace(/\bufrag (\S+)/i, (_all, ufrag: string) => `ufrag ${names.opaque(ufrag)}`)
    );
  const [, at, rtcpHost = ""] = RTCP_AT.exec(value) ?? [];
  if (at !== undefined) return at + names.host(rtcpHost);
  if (/^rtcp:\d+\s*$/i.test(value)) return value;
  const [, before, secret = ""] = KEYED.exec(value) ?? [];
  return before === undefined ? name + names.opaque(value.slice(name.length)) : before + hidden(secret, names);
}

/** Up to "|" stands a key, behind it its lifetime; a byte of a fingerprint is too short for a name of its own. */
const hidden = (secret: string, names: Pseudonyms): string =>
  /^(?:[0-9a-f]{2}:)+/i.test(secret) ? secret.replace(/[0-9a-f]/gi, "0") : secret.replace(/^[^|]+/, (key) => names.opaque(key));
