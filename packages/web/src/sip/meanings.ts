// What each line of a message is for: shown when somebody hovers one. What codes, causes and warnings mean comes from the tables of the model.
import { parseReason } from "@sipglass/decode";
import { Q850_CAUSES, SIP_WARNINGS, sipCode } from "@sipglass/model";
import type { Line, Token } from "./tokens.ts";

const HEADERS: Record<string, string> = {
  via: "The way back: each hop adds one on top; responses retrace them (RFC 3261 §20.42)",
  from: "Who asks, as they claim; its tag is half of the dialog's identity (RFC 3261 §20.20)",
  to: "Who was asked for at first; the tag appears with the first answer (RFC 3261 §20.39)",
  "call-id": "Names the call on this leg; a B2BUA makes a new one for each leg (RFC 3261 §20.8)",
  cseq: "Number and method: which request a response answers (RFC 3261 §20.16)",
  contact: "Where to send later requests of this dialog directly (RFC 3261 §20.10)",
  "max-forwards": "Hops left before a proxy answers 483 (RFC 3261 §20.22)",
  "record-route": "Proxies that want to stay in the path (RFC 3261 §20.30)",
  route: "Proxies this request must visit (RFC 3261 §20.34)",
  "content-type": "What the body is",
  "content-length": "Bytes of body; wrong values break TCP framing (RFC 3261 §18.3)",
  "user-agent": "Software that made the request",
  server: "Software that made the response",
  allow: "Methods the sender takes",
  supported: "Extensions the sender knows",
  require: "Extensions without which the request must be refused with 420",
  reason: "Why it ended, as SIP or Q.850 cause (RFC 3326)",
  "retry-after": "Seconds to wait before trying again",
  warning: "More about a refusal, often of the SDP (RFC 3261 §20.43)",
  "session-expires": "The session dies unless refreshed within this many seconds (RFC 4028)",
  "min-se": "Least session timer taken (RFC 4028)",
  "p-asserted-identity": "Caller as a trusted network vouches for it (RFC 3325)",
  "remote-party-id": "Older form of an asserted caller",
  privacy: "What the caller wants hidden (RFC 3323)",
  diversion: "Who forwarded the call, and why (RFC 5806)",
  "history-info": "Targets the request had before (RFC 7044)",
  authorization: "Credentials for a 401 challenge",
  "proxy-authorization": "Credentials for a 407 challenge",
  "www-authenticate": "Challenge of the server: try again with credentials",
  "proxy-authenticate": "Challenge of a proxy: try again with credentials",
  "refer-to": "Whom to call instead: a transfer (RFC 3515)",
  replaces: "Take the place of that dialog: attended transfer (RFC 3891)",
  rseq: "Number of a reliable provisional response (RFC 3262)",
  rack: "Which reliable provisional response this PRACK confirms (RFC 3262)",
  "session-id": "One id for the session across B2BUAs (RFC 7989)",
  "p-charging-vector": "IMS charging correlation (RFC 7315)",
  identity: "STIR signature over the caller's number (RFC 8224)",
  expires: "Seconds this is valid",
  accept: "Body types the sender takes",
  "x-cid": "Call-ID of the other leg, written by a B2BUA so that legs can be joined",
};

/** Compact forms, RFC 3261 §7.3.3 and the extensions that define their own. */
const COMPACT: Record<string, string> = {
  v: "via",
  f: "from",
  t: "to",
  i: "call-id",
  m: "contact",
  c: "content-type",
  l: "content-length",
  k: "supported",
  e: "content-encoding",
  s: "subject",
  x: "session-expires",
  r: "refer-to",
  y: "identity",
};

/** In lower case, the compact form written out. */
export function longHeaderName(name: string): string {
  const lower = name.toLowerCase();
  return COMPACT[lower] ?? lower;
}

export const explainHeader = (name: string): string | undefined => HEADERS[longHeaderName(name)];

const SDP: Record<string, string> = {
  v: "Version of SDP",
  o: "Who made this offer or answer, and its version: unchanged version means unchanged media (RFC 8866 §5.2)",
  s: "Name of the session",
  c: "Address where media is wanted",
  t: "Times; 0 0 for calls",
  m: "A medium: kind, port, profile and payload types, best first; port 0 refuses it",
  b: "Bandwidth",
  a: "An attribute",
};

const ATTRIBUTES: Record<string, string> = {
  rtpmap: "Codec behind a payload type number",
  fmtp: "Parameters of a codec",
  ptime: "Milliseconds of sound in a packet",
  maxptime: "Most milliseconds in a packet",
  sendrecv: "Both ways",
  sendonly: "Only towards the other side: hold",
  recvonly: "Only from the other side",
  inactive: "Neither way: hold",
  rtcp: "Port of RTCP when it is not the RTP port plus one (RFC 3605)",
  "rtcp-mux": "RTCP on the same port as RTP (RFC 5761)",
  crypto: "SDES key for SRTP (RFC 4568)",
  fingerprint: "Certificate of DTLS-SRTP (RFC 8122)",
  setup: "Who opens DTLS (RFC 4145)",
  candidate: "ICE candidate (RFC 8839)",
  mid: "Name of this medium (RFC 5888)",
  ssrc: "RTP source (RFC 5576)",
};

export function explainSdp(type: string, tokens: readonly Token[]): string | undefined {
  const attribute = tokens.find((token) => token.type === "sdp-attribute")?.text;
  return (attribute && ATTRIBUTES[attribute]) ?? SDP[type];
}

/** undefined when there is nothing to say. */
export function explainLine(line: Line): string | undefined {
  if (line.type === "start") return explainCode(Number(line.tokens.find(({ type }) => type.startsWith("code-"))?.text ?? 0));
  if (line.type === "sdp") return explainSdp(line.name, line.tokens);
  if (line.type !== "header") return undefined;
  const value = explainValue(line.name.toLowerCase(), textBehindName(line));
  return [explainHeader(line.name), value].filter((text) => text !== undefined).join("\n") || undefined;
}

function explainCode(code: number): string | undefined {
  const known = sipCode(code);
  return known && `${known.meaning} (${known.source})`;
}

function explainValue(name: string, value: string): string | undefined {
  if (name === "warning") return SIP_WARNINGS.get(Number.parseInt(value, 10))?.meaning;
  if (name !== "reason") return undefined;
  const meanings = parseReason(value).flatMap(({ protocol, cause }) => {
    const meaning = /^q\.?850$/i.test(protocol) ? Q850_CAUSES.get(cause) : /^sip$/i.test(protocol) ? sipCode(cause) : undefined;
    return meaning === undefined ? [] : [`${cause}: ${meaning.meaning}`];
  });
  return meanings.length === 0 ? undefined : meanings.join("\n");
}

function textBehindName({ tokens }: Line): string {
  const text = tokens.map((token) => token.text).join("");
  return text.slice(text.indexOf(":") + 1).trim();
}
