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
/** Two packets that confirm a source lie no further apart than this. */
const MAX_SEQUENCE_STEP = 3000;

/** Copies of one packet, as mirrors make them, that wait for the next one. */
const MAX_WAITING = 4;
/** Nobody sends media from or to the ports of the system, but DNS and NetBIOS look like RTP at times. */
const SYSTEM_PORTS = 1024;

interface Flow<T> {
  ssrc: number;
  sequence: number;
  confirmed: boolean;
  waiting: T[];
}

export function createMediaGuess<T>(): MediaGuess<T> {
  const flows = new Map<string, Flow<T>>();
  const announced = new Set<number>();
  let dropped = 0;

  function newFlow(key: string, b: Uint8Array, datagram: T, confirmed: boolean): readonly T[] | "waiting" {
    dropped += flows.get(key)?.waiting.length ?? 0;
    flows.set(key, { ssrc: u32(b, 8), sequence: u16(b, 2), confirmed, waiting: confirmed ? [] : [datagram] });
    if (flows.size > FLOW_LIMIT) evictOldest();
    return confirmed ? [datagram] : "waiting";
  }

  function evictOldest(): void {
    const [key, flow] = flows.entries().next().value!;
    dropped += flow.waiting.length;
    flows.delete(key);
  }

  /** The same sequence number again proves nothing: a question that is asked twice has that too. */
  function wait(flow: Flow<T>, datagram: T): "waiting" {
    flow.waiting.push(datagram);
    if (flow.waiting.length > MAX_WAITING) {
      flow.waiting.shift();
      dropped++;
    }
    return "waiting";
  }

  return {
    rtp(b, { src, srcPort, dst, dstPort }, datagram) {
      if (!couldBeRtp(b) || srcPort < SYSTEM_PORTS || dstPort < SYSTEM_PORTS) return "no";
      const key = `${src}:${srcPort}>${dst}:${dstPort}`;
      const flow = flows.get(key);
      const known = announced.has(srcPort) || announced.has(dstPort);
      if (!flow || flow.ssrc !== u32(b, 8)) return newFlow(key, b, datagram, known || flow?.confirmed === true);
      if (flow.confirmed) return [datagram];
      const step = (u16(b, 2) - flow.sequence) & 0xffff;
      if (step === 0) return wait(flow, datagram);
      if (step > MAX_SEQUENCE_STEP && 0x10000 - step > MAX_SEQUENCE_STEP) return newFlow(key, b, datagram, known);
      flow.confirmed = true;
      const { waiting } = flow;
      flow.waiting = [];
      return [...waiting, datagram];
    },
    announce(port) {
      if (announced.size < PORT_LIMIT) announced.add(port);
    },
    unconfirmed() {
      let waiting = 0;
      for (const flow of flows.values()) waiting += flow.waiting.length;
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
 * Every packet of the compound is version 2 and of a known type, the lengths fill the datagram (with `missing` bytes that the snapshot length
 * cut off), and the first one is a report (or BYE, or reduced-size RTCP).
 */
export function isRtcp(b: Uint8Array, missing = 0): boolean {
  let at = 0;
  while (at + 4 <= b.length) {
    const type = b[at + 1]!;
    if (b[at]! >> 6 !== 2 || type < 192 || type > 223) return false;
    if (at === 0 && (type < 200 || type > 207)) return false;
    at += (u16(b, at + 2) + 1) * 4;
  }
  return b.length >= 8 && (missing === 0 ? at === b.length : at <= b.length + missing);
}
