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
  const requests = new Map<string, number>();
  const finals = new Map<string, number>();
  const responses = new Map<string, number>();
  candidates.forEach(({ message, retransmission }, i) => {
    if (!message || retransmission) return;
    if (message.isRequest) addFirst(requests, requestKey(message, message.branch), i);
    else {
      addFirst(responses, responseKey(message, message.branch), i);
      if (message.statusCode >= 200 && message.cseqMethod === "INVITE") addFirst(finals, `${message.branch}\n${message.cseq}`, i);
    }
  });
  return candidates.map(({ message, retransmission }, i) => {
    if (!message || retransmission) return [];
    const causes = message.isRequest ? causesOfRequest(message, requests, finals) : causesOfResponse(message, candidates, requests, responses);
    return causes.filter((cause): cause is number => cause !== undefined && cause !== i);
  });
}

const requestKey = (message: SipMessage, branch: string): string => `${message.isRequest ? message.method : message.cseqMethod}\n${message.cseq}\n${branch}`;
const responseKey = (message: SipMessage, branch: string): string => `${message.statusCode}\n${message.cseqMethod}\n${message.cseq}\n${message.toTag}\n${branch}`;

function addFirst(map: Map<string, number>, key: string, index: number): void {
  if (!map.has(key)) map.set(key, index);
}

/** A relayed request carries the branch of the received one in its second Via; an ACK of a refusal has the branch of the INVITE (RFC 3261 §17.1.1.3). */
function causesOfRequest(message: SipMessage, requests: Map<string, number>, finals: Map<string, number>): (number | undefined)[] {
  const [, second] = branches(message);
  const received = second === undefined ? undefined : requests.get(requestKey(message, second));
  if (message.method !== "ACK") return [received];
  return [received, finals.get(`${message.branch}\n${message.cseq}`)];
}

/** The response that a proxy relays came to it with one Via more: the same but for its topmost, which was the proxy's own. */
function causesOfResponse(message: SipMessage, candidates: readonly Candidate[], requests: Map<string, number>, responses: Map<string, number>): (number | undefined)[] {
  const causes: (number | undefined)[] = [requests.get(requestKey(message, message.branch))];
  for (const index of responses.values()) {
    const other = candidates[index]!.message!;
    if (other.viaCount !== message.viaCount + 1 || other.statusCode !== message.statusCode || other.cseq !== message.cseq) continue;
    if (other.cseqMethod === message.cseqMethod && other.toTag === message.toTag && branches(other)[1] === message.branch) causes.push(index);
  }
  return causes;
}

const branches = (message: SipMessage): string[] => (message.viaCount < 2 ? [message.branch] : headersOf(message, "via").slice(0, 2).map((via) => parseVia(via).branch));

/** Keeps the given order but lets what has a cause wait until the cause has been placed. */
export function inCausalOrder<T>(items: readonly T[], causes: readonly (readonly number[])[]): T[] {
  const placed: T[] = [];
  const isPlaced = new Uint8Array(items.length);
  const waiting = new Map<number, number[]>();
  const place = (start: number): void => {
    for (const stack = [start]; stack.length > 0; ) {
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
