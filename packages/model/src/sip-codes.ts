// Every SIP response code that IANA has registered: its phrase, what it means to people, and where it is defined.
// What state a call has after it stands in call-state.ts; why a call failed is said by the rules of analyse/diagnose.

export interface SipCode {
  code: number;
  /** The phrase of the registry; on the wire it may be any text. */
  phrase: string;
  meaning: string;
  source: string;
}

const TABLE: readonly (readonly [code: number, phrase: string, meaning: string, source: string])[] = [
  [100, "Trying", "The next hop has the request and is working on it", "RFC 3261 §21.1.1"],
  [180, "Ringing", "The called phone rings", "RFC 3261 §21.1.2"],
  [181, "Call Is Being Forwarded", "The call is being sent to another place", "RFC 3261 §21.1.3"],
  [182, "Queued", "The called party is not free; the call waits in a queue", "RFC 3261 §21.1.4"],
  [183, "Session Progress", "Progress that is not ringing: often an announcement or a tone before the answer", "RFC 3261 §21.1.5"],
  [199, "Early Dialog Terminated", "One branch of a forked call ended; others may go on", "RFC 6228 §11.1"],
  [200, "OK", "Done; of an INVITE: answered", "RFC 3261 §21.2.1"],
  [202, "Accepted", "Taken, not yet done (no longer used in new software)", "RFC 6665 §8.3.1"],
  [204, "No Notification", "Nothing new since the last notification", "RFC 5839 §7.1"],
  [300, "Multiple Choices", "Several places where the called party may be reached: choose one", "RFC 3261 §21.3.1"],
  [301, "Moved Permanently", "The called party has another address for good", "RFC 3261 §21.3.2"],
  [302, "Moved Temporarily", "Try another address now: forwarding, or a redirect server", "RFC 3261 §21.3.3"],
  [305, "Use Proxy", "This must go through the proxy that is named", "RFC 3261 §21.3.4"],
  [380, "Alternative Service", "The call did not work, but another service would: in mobile networks, emergency calls", "RFC 3261 §21.3.5"],
  [400, "Bad Request", "The request could not be understood: malformed, or damaged on its way", "RFC 3261 §21.4.1"],
  [401, "Unauthorized", "Credentials wanted: normal once, a fault when it repeats", "RFC 3261 §21.4.2"],
  [402, "Payment Required", "Credit used up (reserved; some providers use it)", "RFC 3261 §21.4.3"],
  [403, "Forbidden", "Understood, and not allowed: policy, barring, address list, or a wrong password", "RFC 3261 §21.4.4"],
  [404, "Not Found", "No such user or number here", "RFC 3261 §21.4.5"],
  [405, "Method Not Allowed", "This method is known but not taken here; Allow lists which are", "RFC 3261 §21.4.6"],
  [406, "Not Acceptable", "No answer in a form that the Accept header takes", "RFC 3261 §21.4.7"],
  [407, "Proxy Authentication Required", "A proxy wants credentials: normal once, a fault when it repeats", "RFC 3261 §21.4.8"],
  [408, "Request Timeout", "Somebody further on did not answer in time", "RFC 3261 §21.4.9"],
  [410, "Gone", "The number existed once and does no more", "RFC 3261 §21.4.10"],
  [412, "Conditional Request Failed", "A publication was refreshed that the server no longer knows", "RFC 3903 §11.2.1"],
  [413, "Request Entity Too Large", "The body is too large for the server", "RFC 3261 §21.4.11"],
  [414, "Request-URI Too Long", "The address is too long, often grown in a loop", "RFC 3261 §21.4.12"],
  [415, "Unsupported Media Type", "The kind of body is not taken here", "RFC 3261 §21.4.13"],
  [416, "Unsupported URI Scheme", "The scheme of the address (tel:, sips:, …) is not taken here", "RFC 3261 §21.4.14"],
  [417, "Unknown Resource-Priority", "A priority name that the server does not know was required", "RFC 4412 §4.6.2"],
  [420, "Bad Extension", "Require or Proxy-Require names an extension that is not known here", "RFC 3261 §21.4.15"],
  [421, "Extension Required", "The server insists on an extension that the request does not offer", "RFC 3261 §21.4.16"],
  [422, "Session Interval Too Small", "The session timer asked for is shorter than the least one taken; Min-SE says which", "RFC 4028 §6"],
  [423, "Interval Too Brief", "The registration was asked for too short a time; Min-Expires says the least", "RFC 3261 §21.4.17"],
  [424, "Bad Location Information", "The location that came with the request is unusable", "RFC 6442 §4.3"],
  [425, "Bad Alert Message", "An alert that came with the request is unusable", "RFC 8876 §5.1"],
  [428, "Use Identity Header", "A signed caller identity is required and there is none", "RFC 8224 §6.2.2"],
  [429, "Provide Referrer Identity", "A transfer needs proof of who asked for it", "RFC 3892 §5"],
  [430, "Flow Failed", "The connection on which the phone had registered is gone", "RFC 5626 §11.5"],
  [433, "Anonymity Disallowed", "The called party takes no anonymous calls", "RFC 5079 §5"],
  [436, "Bad Identity Info", "The certificate of the caller's signature could not be fetched", "RFC 8224 §6.2.2"],
  [437, "Unsupported Credential", "The certificate of the caller's signature is not trusted, or its algorithm not known", "RFC 8224 §6.2.2"],
  [438, "Invalid Identity Header", "The caller's signature does not hold, often because numbers were rewritten", "RFC 8224 §6.2.2"],
  [439, "First Hop Lacks Outbound Support", "The first proxy cannot keep the connection that the phone asked for", "RFC 5626 §11.6"],
  [440, "Max-Breadth Exceeded", "Forked into more branches than allowed", "RFC 5393 §6.2"],
  [469, "Bad Info Package", "An INFO package that is not taken here", "RFC 6086 §4.2.2"],
  [470, "Consent Needed", "The recipient has to consent first", "RFC 5360 §5.9.2"],
  [480, "Temporarily Unavailable", "Cannot be reached now: not registered, do not disturb, or nobody answered", "RFC 3261 §21.4.18"],
  [481, "Call/Transaction Does Not Exist", "The call or request that this belongs to is not known there", "RFC 3261 §21.4.19"],
  [482, "Loop Detected", "The request came back to a server that it had already passed", "RFC 3261 §21.4.20"],
  [483, "Too Many Hops", "The request passed as many servers as it may: mostly a loop", "RFC 3261 §21.4.21"],
  [484, "Address Incomplete", "Digits are missing, or the form of the number is wrong", "RFC 3261 §21.4.22"],
  [485, "Ambiguous", "The address fits more than one user", "RFC 3261 §21.4.23"],
  [486, "Busy Here", "The called party is on the phone, or takes no call there", "RFC 3261 §21.4.24"],
  [487, "Request Terminated", "The call was taken back before it was answered", "RFC 3261 §21.4.25"],
  [488, "Not Acceptable Here", "The media offered do not fit: codec, encryption, address family", "RFC 3261 §21.4.26"],
  [489, "Bad Event", "The kind of event that was subscribed to is not known there", "RFC 6665 §8.3.2"],
  [491, "Request Pending", "Both sides changed the call at the same moment; each tries again a little later", "RFC 3261 §21.4.27"],
  [493, "Undecipherable", "The encrypted body cannot be read", "RFC 3261 §21.4.28"],
  [494, "Security Agreement Required", "A security agreement has to be made first", "RFC 3329 §2.3.1"],
  [500, "Server Internal Error", "The server failed at it: a fault in software, configuration or a database", "RFC 3261 §21.5.1"],
  [501, "Not Implemented", "The server cannot do this at all", "RFC 3261 §21.5.2"],
  [502, "Bad Gateway", "The server behind gave an answer that could not be used", "RFC 3261 §21.5.3"],
  [503, "Service Unavailable", "Overloaded, in maintenance, or no line free", "RFC 3261 §21.5.4"],
  [504, "Server Time-out", "A server that was needed for it (DNS, database, next network) did not answer", "RFC 3261 §21.5.5"],
  [505, "Version Not Supported", "Another version of SIP, or damage in the first line", "RFC 3261 §21.5.6"],
  [513, "Message Too Large", "The message is longer than the server takes", "RFC 3261 §21.5.7"],
  [555, "Push Notification Service Not Supported", "The push service that the phone named is not supported", "RFC 8599 §8.1"],
  [580, "Precondition Failure", "Resources (bearer, quality of service) that had to be there first were not", "RFC 3312 §8"],
  [600, "Busy Everywhere", "The called party is busy at all places", "RFC 3261 §21.6.1"],
  [603, "Decline", "The called party, or a filter on their behalf, does not want the call", "RFC 3261 §21.6.2"],
  [604, "Does Not Exist Anywhere", "No such user or number anywhere", "RFC 3261 §21.6.3"],
  [606, "Not Acceptable", "The media offered fit at no place", "RFC 3261 §21.6.4"],
  [607, "Unwanted", "The called party marked the call as unwanted", "RFC 8197 §4"],
  [608, "Rejected", "An analytics engine of the network refused the call on the called party's behalf", "RFC 8688 §3.1"],
];

export const SIP_CODES: ReadonlyMap<number, SipCode> = new Map(
  TABLE.map(([code, phrase, meaning, source]) => [code, { code, phrase, meaning, source }]),
);

/** Of an unregistered code: what its class says (RFC 3261 §8.1.3.2); undefined when it is none at all. */
export function sipCode(code: number): SipCode | undefined {
  const known = SIP_CODES.get(code);
  if (known !== undefined || code < 100 || code > 699) return known;
  const group = CLASSES[Math.floor(code / 100) - 1];
  return group === undefined ? undefined : { code, phrase: "", meaning: group, source: "RFC 3261 §8.1.3.2" };
}

const CLASSES = [
  "Progress, in a code of its own",
  "Done, in a code of its own",
  "Try elsewhere, in a code of its own",
  "Refused, in a code of its own: counts as 400",
  "The server failed, in a code of its own: counts as 500",
  "Refused everywhere, in a code of its own: counts as 600",
];
