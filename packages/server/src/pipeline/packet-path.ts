// The way of one packet through a shard: decode → clock → parse → track → archive. Synchronous and allocation-light; everything that
// does not go on is counted with its reason and its sender.
import { decodeHep, encodeHep3, parseSip, withoutAuthKey } from "@sipglass/decode";
import { tellsOf, vqTells, type CallTracker, type RegistrationTracker, type Stray } from "@sipglass/analyse";
import { PAYLOAD_TYPE, segmentClass, type Packet, type SegmentClass } from "@sipglass/model";
import { deflateRawSync } from "node:zlib";
import { inflateAny } from "../inflate.ts";
import { latin1 } from "../latin1.ts";
import type { ArchivedPacket, LogWriter } from "../store/log/log.ts";
import type { AgentBook } from "./agents.ts";
import type { Policy } from "./policy.ts";

export interface PathCounters {
  received: number;
  stored: number;
  duplicates: number;
  refused: Record<string, number>;
}

/** Replay: what stored rows and restored calls hold already. */
export interface Held {
  /** The calls of this Call-ID hold the packet. */
  byCall(callId: string, writer: string, sequence: number): boolean;
  /** Some open call holds the packet. */
  byAny(writer: string, sequence: number): boolean;
}

export interface PacketPathOptions {
  writer: LogWriter;
  tracker: CallTracker;
  registrations: RegistrationTracker;
  agents: AgentBook;
  clockToleranceUs: number;
  /** "" accepts every key. */
  authKey: string;
  /** What may be kept; undefined = everything. */
  policy?: Policy | undefined;
  counters: PathCounters;
  /** Archived, and not known whose it is. */
  onStray(stray: Stray): void;
  /** A packet could not be followed for a fault of ours. It is archived and counted as `internal`. */
  onFailure(error: Error): void;
}

export interface PacketPath {
  live(frame: Buffer, peer: string, receivedUs: number, imported: boolean): void;
  /** A packet that is in the archive already: tracked again where no call holds it, neither written nor counted again. */
  again(packet: ArchivedPacket, held: Held): void;
}

export const noCounters = (): PathCounters => ({ received: 0, stored: 0, duplicates: 0, refused: {} });

interface Passage {
  packet: Packet;
  eventUs: number;
  receivedUs: number;
  peer: string;
  /** Archives the packet, or knows where it already is. Undefined result = it could not be archived. */
  archive(segment: SegmentClass): { writer: string; sequence: number } | undefined;
  /** Replay: calls of this Call-ID hold the packet already. */
  known(callId: string): boolean;
  /** Replay: an open call holds the packet already. */
  attached(): boolean;
}

const NO = (): boolean => false;

const PORTS = { inflate: inflateAny };
const MAX_MESSAGES = 64;
const UDP = 17;

export function createPacketPath(options: PacketPathOptions): PacketPath {
  const { writer, agents, counters } = options;
  const refuse = (peer: string, reason: string, receivedUs: number): void => {
    counters.refused[reason] = (counters.refused[reason] ?? 0) + 1;
    agents.refused(peer, reason, receivedUs);
  };
  const trackers: Trackers = { ...options, refuse };
  /** Counted when they were received. */
  const uncounted: Trackers = { ...options, counters: noCounters(), refuse: () => undefined };

  const take = (received: Buffer, peer: string, receivedUs: number, imported: boolean): void => {
    const decoded = decodeHep(received, PORTS);
    if (!decoded.ok) {
      if (decoded.reason === "keep_alive" && (imported || options.authKey === "") && isHep3(received)) keepUntracked(received, peer, receivedUs);
      return refuse(peer, decoded.reason, receivedUs);
    }
    // Whoever imports has signed in; a capture file has no key.
    if (!imported && options.authKey !== "" && decoded.value.authKey !== options.authKey) return refuse(peer, "auth_key", receivedUs);
    const kept = options.policy?.(received, decoded.value);
    if (kept === "discarded") return refuse(peer, "discarded_method", receivedUs);
    const frame = kept?.frame ?? received;
    const packet = kept?.packet ?? decoded.value;
    const senderUs = packet.timeUs === 0 ? receivedUs : packet.timeUs;
    const quarantined = !imported && Math.abs(senderUs - receivedUs) > options.clockToleranceUs;
    const eventUs = quarantined ? receivedUs : senderUs;
    agents.seen(packet, peer, received.length, receivedUs, quarantined);
    const archive: Passage["archive"] = (segment) => {
      const bytes = archivable(frame, packet, senderUs);
      if (!bytes) {
        refuse(peer, "hep_too_large", receivedUs);
        return undefined;
      }
      const sequence = writer.append({ class: segment, frame: bytes, receivedUs, eventUs, peer, quarantined });
      counters.stored += 1;
      return { writer: writer.writerId(segment), sequence };
    };
    follow(trackers, { packet, eventUs, receivedUs, peer, archive, known: NO, attached: NO });
  };

  const live = (frame: Buffer, peer: string, receivedUs: number, imported: boolean): void => {
    counters.received += 1;
    const before = counters.stored;
    try {
      take(frame, peer, receivedUs, imported);
    } catch (error) {
      // One packet must not stop the capture of all others; archived, it can be tracked when the fault is mended.
      refuse(peer, "internal", receivedUs);
      if (counters.stored === before && isHep3(frame)) keepUntracked(frame, peer, receivedUs);
      options.onFailure(error as Error);
    }
  };

  /** Keep-alives mean nothing to calls but are archived like all else: they show that a path was open. */
  const keepUntracked = (frame: Buffer, peer: string, receivedUs: number): void => {
    counters.stored += 1;
    writer.append({ class: "other", frame: withoutAuthKey(frame), receivedUs, eventUs: receivedUs, peer, quarantined: false });
  };

  const again = (archived: ArchivedPacket, held: Held): void => {
    const decoded = decodeHep(archived.frame, PORTS);
    if (!decoded.ok) return;
    const { eventUs, receivedUs, peer, writer: by, sequence } = archived;
    const place = { writer: by, sequence };
    try {
      follow(uncounted, {
        packet: decoded.value, eventUs, receivedUs, peer, archive: () => place,
        // Without a Call-ID each message is a call of its own, whose id is the same when it is tracked again.
        known: (callId) => callId !== "" && held.byCall(callId, by, sequence),
        attached: () => held.byAny(by, sequence),
      });
    } catch (error) {
      options.onFailure(error as Error);
    }
  };

  return { live, again };
}

interface Trackers {
  tracker: CallTracker;
  registrations: RegistrationTracker;
  counters: PathCounters;
  onStray(stray: Stray): void;
  refuse(peer: string, reason: string, receivedUs: number): void;
}

function follow(trackers: Trackers, passage: Passage): void {
  if (passage.packet.payloadType === PAYLOAD_TYPE.SIP) followSip(trackers, passage);
  else followOther(trackers, passage);
}

/**
 * A payload can hold several messages (agents that cut a TCP stream badly): each is tracked, the packet is archived once. In a UDP datagram
 * what follows the first message is ignored, as every element on its way did (RFC 3261 §18.3).
 */
function followSip({ tracker, registrations, counters, refuse, onStray }: Trackers, passage: Passage): void {
  const { packet, eventUs, receivedUs } = passage;
  const text = latin1(packet.payload);
  let place: ReturnType<Passage["archive"]>;
  let segment: SegmentClass = "other";
  let messages = 0;
  let kept = 0;
  const most = packet.ipProtocol === UDP ? 1 : MAX_MESSAGES;
  for (let at = 0; messages < most && (messages === 0 || beginsMessage(text, at)); ) {
    const parsed = parseSip(text, at);
    if (!parsed.ok) break;
    const message = parsed.value;
    messages += 1;
    at = message.endAt;
    if (passage.known(message.callId)) kept += 1;
    else if (tracker.message({ packet, message, eventUs, receivedUs }) !== "duplicate") {
      kept += 1;
      if (!place) {
        segment = segmentClass(packet.payloadType, message.cseqMethod);
        place = passage.archive(segment);
      }
      if (place) tracker.stored(segment, place.writer, place.sequence);
      if (message.cseqMethod === "REGISTER") registrations.message({ packet, message, eventUs, receivedUs });
      const tells = place && vqTells(message);
      if (tells) onStray({ ...place!, ...tells, eventUs, agent: packet.agentName });
    }
  }
  if (messages === 0) {
    refuse(passage.peer, isKeepAlive(packet.payload) ? "keep_alive" : "not_sip", receivedUs);
    passage.archive("other");
  } else if (kept === 0) counters.duplicates += 1;
}

/** RTCP, reports and logs join their call by correlation id, else by what they tell; they are archived whether they find it or not. */
function followOther({ tracker, onStray }: Trackers, { packet, eventUs, receivedUs, archive, known, attached }: Passage): void {
  const segment = segmentClass(packet.payloadType, "");
  const id = packet.correlationId;
  const isHeld = (id !== "" && known(id)) || attached();
  const belongs = !isHeld && id !== "" && tracker.attach(id, { packet, eventUs, receivedUs });
  const place = archive(segment);
  if (!place || isHeld) return;
  if (belongs) return tracker.stored(segment, place.writer, place.sequence);
  const tells = tellsOf(packet);
  if (tells) onStray({ ...place, ...tells, eventUs, agent: packet.agentName });
}

/** The HEP3 packet that goes into the archive: as it came less its key, or re-framed from the older forms with the time it is filed under. */
function archivable(frame: Buffer, packet: Packet, eventUs: number): Uint8Array | undefined {
  if (packet.version === 3) return withoutAuthKey(frame);
  const encoded = encodeHep3({ ...packet, timeUs: eventUs }, { deflate: (bytes) => deflateRawSync(bytes) });
  return encoded instanceof Uint8Array ? encoded : undefined;
}

const isHep3 = (frame: Buffer): boolean => frame.length >= 6 && frame.readUInt32BE(0) === 0x48455033;

/** Something other than blank lines stands there. */
function beginsMessage(text: string, at: number): boolean {
  for (let i = at; i < text.length; i += 1) if (text.charCodeAt(i) > 0x20) return /^(?:SIP\/\d|[A-Z]{3,20} )/.test(text.slice(i, i + 24));
  return false;
}

/** RFC 5626 §4.4.1 (CRLFCRLF), STUN-less UDP pings of one to four bytes, and empty datagrams. */
function isKeepAlive(payload: Uint8Array): boolean {
  return payload.length <= 4 || payload.every((byte) => byte === 0x0d || byte === 0x0a || byte === 0x20 || byte === 0);
}
