// Which ends are one host: over TCP a proxy stamps its listening port on what it sends and the connection's ephemeral port on what it receives.
import { hostPort, type MessageView } from "@sipglass/model";

/** First port of Linux's default ip_local_port_range; below it, a port is taken to be one that somebody listens on. */
const FIRST_EPHEMERAL = 32_768;
const isEphemeral = (port: number): boolean => port >= FIRST_EPHEMERAL;
const CONNECTED = new Set(["tcp", "tls", "ws", "wss", "sctp"]);

/**
 * Where an end is drawn: its own address, or that of the listening port of the same host when it is certain which one that is:
 * a response came back on the branch of a request of that port, or the host has only this one listening port.
 */
export function mergeEnds(sip: readonly MessageView[]): (ip: string, port: number) => string {
  const listening = unambiguous(sameTransaction(sip));
  const only = unambiguous(soleListener(sip));
  return (ip, port) => {
    const own = hostPort(ip, port);
    return listening.get(own) ?? only.get(own) ?? own;
  };
}

type Claims = Map<string, Set<string>>;

function claim(claims: Claims, from: string, to: string): void {
  const known = claims.get(from);
  if (known === undefined) claims.set(from, new Set([to]));
  else known.add(to);
}

function unambiguous(claims: Claims): Map<string, string> {
  const certain = new Map<string, string>();
  for (const [end, places] of claims) {
    const [place] = places;
    if (places.size === 1 && place !== undefined) certain.set(end, place);
  }
  return certain;
}

/** A branch belongs to one hop (RFC 3261 §17.1.3), so a response with it goes to the very host that sent the request. */
function sameTransaction(sip: readonly MessageView[]): Claims {
  const claims: Claims = new Map();
  const requests = new Map<string, MessageView>();
  const key = (message: MessageView): string => `${message.branch} ${message.cseqMethod}`;
  for (const message of sip) if (message.statusCode === 0 && message.branch !== "") requests.set(key(message), message);
  for (const message of sip) {
    const request = message.statusCode === 0 ? undefined : requests.get(key(message));
    if (request === undefined || request.src !== message.dst || request.dst !== message.src) continue;
    claimPair(claims, request.src, request.srcPort, message.dstPort);
    claimPair(claims, request.dst, request.dstPort, message.srcPort);
  }
  return claims;
}

function claimPair(claims: Claims, ip: string, onePort: number, otherPort: number): void {
  if (isEphemeral(onePort) === isEphemeral(otherPort)) return;
  const [ephemeral, listening] = isEphemeral(onePort) ? [onePort, otherPort] : [otherPort, onePort];
  claim(claims, hostPort(ip, ephemeral), hostPort(ip, listening));
}

/** Connections of a host that has one listening port. Two listening ports: two programs, perhaps, so nothing is claimed. */
function soleListener(sip: readonly MessageView[]): Claims {
  const ports = new Map<string, { listening: Set<number>; ephemeral: Set<number>; peers: Set<string> }>();
  const note = (ip: string, port: number, peer: string, connected: boolean): void => {
    const host = ports.get(ip) ?? { listening: new Set<number>(), ephemeral: new Set<number>(), peers: new Set<string>() };
    ports.set(ip, host);
    host.peers.add(peer);
    if (!isEphemeral(port)) host.listening.add(port);
    else if (connected) host.ephemeral.add(port);
  };
  for (const message of sip) {
    const connected = CONNECTED.has(message.transport.toLowerCase());
    note(message.src, message.srcPort, message.dst, connected);
    note(message.dst, message.dstPort, message.src, connected);
  }
  const claims: Claims = new Map();
  for (const [ip, host] of ports) {
    // A host that talks to itself (loopback) has both ends on one address: its client's port is not its server's.
    if (host.peers.has(ip)) continue;
    for (const listening of host.listening) for (const port of host.ephemeral) claim(claims, hostPort(ip, port), hostPort(ip, listening));
  }
  return claims;
}
