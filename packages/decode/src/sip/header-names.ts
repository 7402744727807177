// Names of SIP headers: compact forms, canonical spelling, and which of them are lists. From the IANA registry of header fields.

/** Compact form → long name, lower case (RFC 3261 §7.3.3 and the registry). */
export const COMPACT_FORMS: Readonly<Record<string, string>> = {
  a: "accept-contact", b: "referred-by", c: "content-type", d: "request-disposition", e: "content-encoding", f: "from", i: "call-id",
  j: "reject-contact", k: "supported", l: "content-length", m: "contact", n: "identity-info", o: "event", r: "refer-to", s: "subject",
  t: "to", u: "allow-events", v: "via", x: "session-expires", y: "identity",
};
/** Long name, lower case → compact form. */
export const COMPACT_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(COMPACT_FORMS).map(([compact, long]) => [long, compact]),
);

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Spelled as in their RFCs. */
const CANONICAL = words(`
  Accept Accept-Contact Accept-Encoding Accept-Language Alert-Info Allow Allow-Events Authentication-Info Authorization Call-ID
  Call-Info Contact Content-Disposition Content-Encoding Content-Language Content-Length Content-Type CSeq Date Diversion Error-Info
  Event Expires From Geolocation History-Info Identity Identity-Info In-Reply-To Info-Package Join Max-Forwards MIME-Version Min-Expires
  Min-SE Organization P-Access-Network-Info P-Asserted-Identity P-Associated-URI P-Called-Party-ID P-Charging-Function-Addresses
  P-Charging-Vector P-Early-Media P-Preferred-Identity P-Visited-Network-ID Path Priority Privacy Proxy-Authenticate Proxy-Authorization
  Proxy-Require RAck Reason Record-Route Recv-Info Refer-Sub Refer-To Referred-By Reject-Contact Remote-Party-ID Replaces Reply-To
  Request-Disposition Require Retry-After Route RSeq Security-Client Security-Server Security-Verify Server Service-Route
  Session-Expires Session-ID SIP-ETag SIP-If-Match Subject Subscription-State Supported Target-Dialog Timestamp To Unsupported
  User-Agent User-to-User Via Warning WWW-Authenticate X-CID X-RTP-Stat
`);
const CANONICAL_OF = new Map(CANONICAL.map((name) => [name.toLowerCase(), name]));

/** Headers whose values may stand in one line between commas (`#` rules). Not among them: Date, credentials, challenges. */
export const LIST_HEADERS: ReadonlySet<string> = new Set(
  words(`
    accept accept-contact accept-encoding accept-language alert-info allow allow-events call-info contact content-encoding
    content-language diversion error-info geolocation history-info in-reply-to p-asserted-identity p-associated-uri p-preferred-identity
    p-visited-network-id path proxy-require reason record-route recv-info reject-contact remote-party-id request-disposition require
    route security-client security-server security-verify service-route supported unsupported via warning
  `),
);

/** Long name in lower case of a header name in any spelling. */
export function longName(name: string): string {
  const lower = name.toLowerCase();
  return lower.length === 1 ? (COMPACT_FORMS[lower] ?? lower) : lower;
}

/** Long name as its RFC spells it; unknown names as written. */
export const canonicalName = (name: string): string => CANONICAL_OF.get(longName(name)) ?? name;
