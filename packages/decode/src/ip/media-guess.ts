// Is this datagram RTP or RTCP? Neither has a magic number, so: version 2, plausible fields, and for RTP either a port that an SDP
// announced or two packets in a row of one source (RFC 3550 §A.1). RTCP is told by its lengths, which must add up to the datagram.
import { u16, u32 } from "./network-bytes.ts";

export interface MediaFlowEnds {
  src: string;
  srcPort: number;
  dst: string;
  dstPort: number;
}

export interface MediaGuess<T> {
  /** `datagram` may be RTP: passed on now, kept until a second one confirms it (then both come), or "no". */
  rtp(b: Uint8Array, ends: MediaFlowEnds, datagram: T): readonly T[] | "no" | "waiting";
  /** An SDP announced media at this port. */
  announce(port: number): void;
  /** Number of datagrams that were never confirmed. */
  unconfirmed(): number;
}

const FLOW_LIMIT = 20_000;
const PORT_LIMIT = 65_536;
/** A confirmed source may lose this many packets in a row. */
const MAX_SEQUENCE_STEP = 3000;

interface Flow<T> {
  ssrc: number;
  sequence: number;
  confirmed: boolean;
  first: T | undefined;
}

export function createMediaGuess<T>(): MediaGuess<T> {
  const flows = new Map<string, Flow<T>>();
  const announced = new Set<number>();
  let dropped = 0;

  function newFlow(key: string, b: Uint8Array, datagram: T, confirmed: boolean): readonly T[] | "waiting" {
    const replaced = flows.get(key);
    if (replaced?.first !== undefined) dropped++;
    flows.set(key, { ssrc: u32(b, 8), sequence: u16(b, 2), confirmed, first: confirmed ? undefined : datagram });
    if (flows.size > FLOW_LIMIT) evictOldest();
    return confirmed ? [datagram] : "waiting";
  }

  function evictOldest(): void {
    const [key, flow] = flows.entries().next().value!;
    if (flow.first !== undefined) dropped++;
    flows.delete(key);
  }

  return {
    rtp(b, ends, datagram) {
      if (!couldBeRtp(b)) return "no";
      const key = `${ends.src}:${ends.srcPort}>${ends.dst}:${ends.dstPort}`;
      const flow = flows.get(key);
      const known = announced.has(ends.srcPort) || announced.has(ends.dstPort);
      if (!flow || flow.ssrc !== u32(b, 8)) return newFlow(key, b, datagram, known || flow?.confirmed === true);
      const step = (u16(b, 2) - flow.sequence) & 0xffff;
      if (!flow.confirmed && step > MAX_SEQUENCE_STEP && 0x10000 - step > MAX_SEQUENCE_STEP) return newFlow(key, b, datagram, known);
      flow.sequence = u16(b, 2);
      flow.confirmed = true;
      const first = flow.first;
      flow.first = undefined;
      return first === undefined ? [datagram] : [first, datagram];
    },
    announce(port) {
      if (announced.size < PORT_LIMIT) announced.add(port);
    },
    unconfirmed() {
      let waiting = 0;
      for (const flow of flows.values()) if (flow.first !== undefined) waiting++;
      return dropped + waiting;
    },
  };
}

/** Version 2, a whole header, and a payload type that is not one of RTCP's (RFC 5761 §4: 64–95 with the marker bit cut off). */
function couldBeRtp(b: Uint8Array): boolean {
  if (b.length < 12 || b[0]! >> 6 !== 2) return false;
  const payloadType = b[1]! & 0x7f;
  const isRtcp = payloadType >= 64 && payloadType < 96;
  return !isRtcp && 12 + (b[0]! & 0x0f) * 4 <= b.length;
}

/**
 * Every packet of the compound is version 2 and of a known type, the lengths fill the datagram, and the first one is a report (or BYE,
 * or reduced-size RTCP).
 */
export function isRtcp(b: Uint8Array): boolean {
  let at = 0;
  while (at + 4 <= b.length) {
    const type = b[at + 1]!;
    if (b[at]! >> 6 !== 2 || type < 192 || type > 223) return false;
    if (at === 0 && (type < 200 || type > 207)) return false;
    at += (u16(b, at + 2) + 1) * 4;
  }
  return at === b.length && b.length >= 8;
}
