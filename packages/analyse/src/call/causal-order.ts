// What must stand after what in a ladder, whatever the clocks of the mirrors say: a response after its request, a relayed message after the
// received one, an ACK after the final response that it acknowledges.
import { headersOf, parseVia } from "@sipglass/decode";
import type { Packet, SipMessage } from "@sipglass/model";

export interface Candidate {
  message: SipMessage | null;
  packet: Packet;
  retransmission: boolean;
}

/** For each message (by index) the messages that must come before it. Retransmissions stand where their time puts them. */
export function causesOf(candidates: readonly Candidate[]): number[][] {
  const index: Index = { requests: new Map(), finals: new Map(), relayed: new Map() };
  candidates.forEach(({ message, retransmission }, i) => {
    if (message && !retransmission) addTo(index, message, i);
  });
  return candidates.map(({ message, retransmission }, i) => {
    if (!message || retransmission) return [];
    const causes = message.isRequest ? causesOfRequest(message, index) : causesOfResponse(message, index);
    return causes.filter((cause): cause is number => cause !== undefined && cause !== i);
  });
}

/** First sights, by what other messages know of them. */
interface Index {
  requests: Map<string, number>;
  /** Final responses to INVITE, by its branch. */
  finals: Map<string, number>;
  /** Responses by the branch under which a proxy would pass them on: that of their second Via. */
  relayed: Map<string, number>;
}

const requestKey = (message: SipMessage, branch: string): string =>
  `${message.isRequest ? message.method : message.cseqMethod}\n${message.cseq}\n${branch}`;
const responseKey = (message: SipMessage, branch: string): string =>
  `${message.statusCode}\n${message.cseqMethod}\n${message.cseq}\n${message.toTag}\n${branch}`;

function addTo({ requests, finals, relayed }: Index, message: SipMessage, i: number): void {
  if (message.isRequest) return addFirst(requests, requestKey(message, message.branch), i);
  // 100 is never passed on: each hop says its own (RFC 3261 §16.7 step 5).
  const below = message.statusCode > 100 ? secondBranch(message) : undefined;
  if (below !== undefined) addFirst(relayed, responseKey(message, below), i);
  if (message.statusCode >= 200 && message.cseqMethod === "INVITE") addFirst(finals, `${message.branch}\n${message.cseq}`, i);
}

function addFirst(map: Map<string, number>, key: string, index: number): void {
  if (!map.has(key)) map.set(key, index);
}

/**
 * A relayed request carries the branch of the received one in its second Via; an ACK of a refusal has the branch of the INVITE (RFC 3261
 * §17.1.1.3).
 */
function causesOfRequest(message: SipMessage, { requests, finals }: Index): (number | undefined)[] {
  const below = secondBranch(message);
  const received = below === undefined ? undefined : requests.get(requestKey(message, below));
  return message.method === "ACK" ? [received, finals.get(`${message.branch}\n${message.cseq}`)] : [received];
}

/** A proxy passes a response on as it came, less its own Via (§16.7 step 3). */
function causesOfResponse(message: SipMessage, { requests, relayed }: Index): (number | undefined)[] {
  return [requests.get(requestKey(message, message.branch)), relayed.get(responseKey(message, message.branch))];
}

function secondBranch(message: SipMessage): string | undefined {
  if (message.viaCount < 2) return undefined;
  const via = headersOf(message, "via")[1];
  return via === undefined ? undefined : parseVia(via).branch || undefined;
}

/** Keeps the given order but lets what has a cause wait until the cause has been placed. */
export function inCausalOrder<T>(items: readonly T[], causes: readonly (readonly number[])[]): T[] {
  const placed: T[] = [];
  const isPlaced = new Uint8Array(items.length);
  const waiting = new Map<number, number[]>();
  const place = (start: number): void => {
    for (const stack = [start]; stack.length > 0;) {
      const i = stack.pop()!;
      if (isPlaced[i]) continue;
      const missing = causes[i]!.find((cause) => !isPlaced[cause]);
      if (missing !== undefined) {
        waiting.set(missing, [...(waiting.get(missing) ?? []), i]);
        continue;
      }
      isPlaced[i] = 1;
      placed.push(items[i]!);
      stack.push(...(waiting.get(i) ?? []).toReversed());
      waiting.delete(i);
    }
  };
  items.forEach((_, i) => place(i));
  // Whatever forms a circle (forged or broken branches) stands in the order of time.
  items.forEach((item, i) => isPlaced[i] || placed.push(item));
  return placed;
}
