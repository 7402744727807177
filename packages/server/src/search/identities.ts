// Where in a message somebody is named: which headers carry addresses, credentials, tokens and identifiers, which lines of a session description
// carry names and hosts, and how numbers and addresses look. Masking and anonymous exports both go by it.
import { longName } from "@sipglass/decode";

/**
 * - addresses: display names and URIs
 * - via: hosts and a branch
 * - credentials: a user, a realm, secrets
 * - token: a signed identity, or what is said about one
 * - sentence: words for people, in which anything may stand
 * - identifier: under which a message or a session is found
 * - count: numbers and times of the protocol
 * - word: words of the protocol
 */
export type HeaderKind = "addresses" | "via" | "credentials" | "token" | "sentence" | "identifier" | "count" | "word";

const HEADERS: Readonly<Record<HeaderKind, string>> = {
  addresses: `from to contact route record-route path service-route p-asserted-identity p-preferred-identity remote-party-id diversion history-info
    refer-to referred-by reply-to p-called-party-id p-associated-uri call-info error-info alert-info`,
  via: "via",
  credentials: "authorization proxy-authorization www-authenticate proxy-authenticate authentication-info proxy-authentication-info",
  token: "identity",
  sentence: "user-agent server reason warning",
  identifier: "call-id session-id",
  count: "cseq max-forwards content-length expires min-expires session-expires min-se rack rseq timestamp date",
  word: `content-type content-disposition content-encoding allow supported require proxy-require unsupported accept accept-encoding accept-language
    allow-events event subscription-state mime-version priority privacy retry-after p-early-media recv-info info-package answer-mode security-verify
    sip-if-match sip-etag`,
};

const KINDS = new Map(
  (Object.entries(HEADERS) as [HeaderKind, string][]).flatMap(([kind, names]) => names.split(/\s+/).map((name) => [name, kind] as const)),
);

/** Of a name in any spelling, compact ones too; undefined: it may say anything. */
export const headerKind = (name: string): HeaderKind | undefined => KINDS.get(longName(name));

/**
 * Lines of a session description (RFC 8866 §5) by their letter:
 * - origin: a user, identifiers of the session, a host
 * - connection: a host
 * - name: words for people, an address of mail, a telephone number
 * - uri, attribute
 * - plain: nobody is named
 */
export type SdpLineKind = "origin" | "connection" | "name" | "uri" | "attribute" | "plain";

const SDP_LINES: Readonly<Record<string, SdpLineKind>> = {
  o: "origin", c: "connection", s: "name", i: "name", e: "name", p: "name", u: "uri", a: "attribute",
  v: "plain", t: "plain", r: "plain", z: "plain", b: "plain", m: "plain",
};

/** Undefined: it is no such line, or one that nobody knows. */
export const sdpLineKind = (line: string): SdpLineKind | undefined => (line[1] === "=" ? SDP_LINES[line[0] ?? ""] : undefined);

/** A telephone number as people write it; shorter ones are extensions. */
export const NUMBER = /\+?\d(?:[-.()]?\d){5,}/g;

export const IPV4 = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)/g;
export const IPV6 = /(?<![\w:.])(?:[0-9a-f]{1,4}:){2,7}(?:[0-9a-f]{1,4})?(?::[0-9a-f]{1,4}){0,7}(?![\w:])|(?<![\w:.])(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}(?![\w:])|(?<![\w:.])::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4}(?![\w:])/gi;

/** 12:30:45 looks like the beginning of an address. */
export const isTimeOfDay = (text: string): boolean => /^\d\d:\d\d:\d\d$/.test(text);
