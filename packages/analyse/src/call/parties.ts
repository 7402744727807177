// Who calls whom, over which hosts: taken from the first request on the caller's hop.
import { headerOf, headersOf, parseVia } from "@sipglass/decode";
import { hostPort, type Call, type Packet, type SipMessage } from "@sipglass/model";
import { addressOf, userAndHost } from "./address.ts";
import type { Picked } from "./header-pick.ts";
import { detached, withItem, type StringPool } from "./keep.ts";
import { byDepth } from "./transactions.ts";
import type { CallFacts } from "./open-call.ts";

const MOST_HOPS = 32;
const LONGEST_NAME = 256;

const name = (text: string): string => detached(text.length > LONGEST_NAME ? text.slice(0, LONGEST_NAME) : text);

/** From, To and Request-URI. A response has all but the last. */
export function fillParties(call: Call, message: SipMessage, keep: StringPool): void {
  const from = addressOf(message.from);
  const to = addressOf(message.to);
  call.fromUser = name(from.user);
  call.fromDomain = keep(name(from.host));
  call.toUser = name(to.user);
  call.toDomain = keep(name(to.host));
  if (message.isRequest) {
    const { user, host } = userAndHost(message.requestUri);
    call.ruriUser = user === to.user ? call.toUser : name(user);
    call.ruriDomain = keep(name(host));
  }
  call.caller = name(from.display) || call.fromUser || call.fromDomain;
  call.callee = name(to.display) || call.toUser || call.ruriUser || call.toDomain;
}

/** P-Asserted-Identity (RFC 3325 §9.1): one SIP and one tel identity may be asserted; the first that names a user. */
export function fillAssertedIdentity(call: Call, message: SipMessage, picked: Picked): void {
  const all = picked.get("p-asserted-identity");
  if (all === undefined) return;
  for (const value of all.includes(",") ? headersOf(message, "p-asserted-identity") : [all]) {
    const { user } = addressOf(value);
    if (user === "") continue;
    call.paiUser = user === call.fromUser ? call.fromUser : name(user);
    return;
  }
}

/** The ends of the first hop. `packet` travels against it when it is a response. (Its addresses are text of their own and pin no message.) */
export function fillEnds(call: Call, message: SipMessage, packet: Packet): void {
  const { isRequest } = message;
  call.src = isRequest ? packet.src : packet.dst;
  call.srcPort = isRequest ? packet.srcPort : packet.dstPort;
  call.dst = isRequest ? packet.dst : packet.src;
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

const TRANSPORTS = new Map([
  ["tcp", "tcp"],
  ["tls", "tls"],
  ["ws", "ws"],
  ["wss", "wss"],
  ["sctp", "sctp"],
  ["tls-sctp", "tls-sctp"],
]);
/** 22 is Kamailio's and OpenSIPS' number for TLS, WS and WSS. */
const PROTOCOLS = new Map([
  [6, "tcp"],
  [17, "udp"],
  [22, "tls"],
  [132, "sctp"],
]);

/** Every host that the attempts visited, in order, forks included. */
export function fillHops(call: Call, facts: CallFacts, keep: StringPool): void {
  const path = facts.transactions.toSorted((a, b) => a.attempt - b.attempt || byDepth(a, b));
  let hops: string[] = [];
  const add = (ip: string, port: number): void => {
    const hop = keep(hostPort(ip, port));
    if (hops.length < MOST_HOPS && !hops.includes(hop)) hops = withItem(hops, hop);
  };
  for (const [i, { src, srcPort, dst, dstPort }] of path.entries()) {
    // A proxy that relays over TCP does so from a port of its own: the host is on the path already.
    if (i === 0 || !path.some((t) => t.dst === src)) add(src, srcPort);
    add(dst, dstPort);
  }
  call.hops = hops;
}
