// Who calls whom, over which hosts: taken from the first request on the caller's hop.
import { headerOf, headersOf, parseNameAddr, parseUri, parseVia } from "@sipglass/decode";
import { hostPort, type Call, type Packet, type SipMessage, type SipUri } from "@sipglass/model";
import { detached, type StringPool } from "./keep.ts";
import { isUpstream } from "./transactions.ts";
import type { CallFacts, Transaction } from "./open-call.ts";

const NO_URI: SipUri = { scheme: "", user: "", host: "", port: 0, parameters: "" };
const MOST_HOPS = 32;
const LONGEST_NAME = 256;

function uriOf(text: string): SipUri {
  const parsed = parseUri(text);
  return parsed.ok ? parsed.value : NO_URI;
}

const name = (text: string): string => detached(text.slice(0, LONGEST_NAME));

/** From, To, Request-URI and P-Asserted-Identity (RFC 3325). A response has all but the last two. */
export function fillParties(call: Call, message: SipMessage, keep: StringPool): void {
  const from = parseNameAddr(message.from);
  const to = parseNameAddr(message.to);
  const fromUri = uriOf(from.uri);
  const toUri = uriOf(to.uri);
  call.fromUser = name(fromUri.user);
  call.fromDomain = keep(name(fromUri.host));
  call.toUser = name(toUri.user);
  call.toDomain = keep(name(toUri.host));
  if (message.isRequest) fillRequestParties(call, message, keep);
  call.caller = name(from.display) || call.fromUser || call.fromDomain;
  call.callee = name(to.display) || call.toUser || call.ruriUser || call.toDomain;
}

function fillRequestParties(call: Call, message: SipMessage, keep: StringPool): void {
  const uri = uriOf(message.requestUri);
  call.ruriUser = name(uri.user);
  call.ruriDomain = keep(name(uri.host));
  call.paiUser = assertedUser(message);
}

/** Two identities may be asserted, one SIP and one tel (RFC 3325 §9.1): the first that names a user. */
function assertedUser(message: SipMessage): string {
  if (headerOf(message, "p-asserted-identity") === undefined) return "";
  for (const value of headersOf(message, "p-asserted-identity")) {
    const { user } = uriOf(parseNameAddr(value).uri);
    if (user !== "") return name(user);
  }
  return "";
}

/** The ends of the first hop. `packet` travels against it when it is a response. */
export function fillEnds(call: Call, message: SipMessage, packet: Packet, keep: StringPool): void {
  const { isRequest } = message;
  call.src = keep(isRequest ? packet.src : packet.dst);
  call.srcPort = isRequest ? packet.srcPort : packet.dstPort;
  call.dst = keep(isRequest ? packet.dst : packet.src);
  call.dstPort = isRequest ? packet.dstPort : packet.srcPort;
  call.transport = transportOf(packet, message);
}

/** The topmost Via says it (TLS and WebSocket are mirrored decrypted); else the IP protocol does. */
export function transportOf(packet: Packet, message: SipMessage | null): string {
  if (packet.ipProtocol === 17) return "udp";
  const via = message && message.viaCount > 0 ? parseVia(headerOf(message, "via") ?? "").transport.toLowerCase() : "";
  if (TRANSPORTS.has(via)) return TRANSPORTS.get(via)!;
  return PROTOCOLS.get(packet.ipProtocol) ?? "";
}

const TRANSPORTS = new Map([["tcp", "tcp"], ["tls", "tls"], ["ws", "ws"], ["wss", "wss"], ["sctp", "sctp"], ["tls-sctp", "tls-sctp"]]);
/** 22 is Kamailio's and OpenSIPS' number for TLS, WS and WSS. */
const PROTOCOLS = new Map([[6, "tcp"], [17, "udp"], [22, "tls"], [132, "sctp"]]);

/** Every host that the first attempt visited, in order, forks included. */
export function fillHops(call: Call, facts: CallFacts, keep: StringPool): void {
  const path = facts.transactions.filter((t) => t.attempt === 1).sort(byDepth);
  const hops: string[] = [];
  const add = (ip: string, port: number): void => {
    const hop = hostPort(ip, port);
    if (hops.length < MOST_HOPS && !hops.includes(hop)) hops.push(keep(hop));
  };
  for (const [i, { src, srcPort, dst, dstPort }] of path.entries()) {
    // A proxy that relays over TCP does so from a port of its own: the host is on the path already.
    if (i === 0 || !path.some((t) => t.dst === src)) add(src, srcPort);
    add(dst, dstPort);
  }
  call.hops = hops;
}

function byDepth(a: Transaction, b: Transaction): number {
  return isUpstream(a, b) ? -1 : isUpstream(b, a) ? 1 : a.atUs - b.atUs;
}
