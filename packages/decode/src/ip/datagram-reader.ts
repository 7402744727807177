// What a datagram is: SIP, HEP, RTCP, RTP, a keep-alive, or a stranger that is counted.
import { PAYLOAD_TYPE, type Packet, type Reason } from "@sipglass/model";
import { isHep3 } from "../hep/chunk-type.ts";
import { decodeHep, startsHep } from "../hep/decode-hep.ts";
import type { HepPorts } from "../hep/hep3.ts";
import { isKeepAlive } from "../hep/keep-alive.ts";
import { looksLikeSip } from "../sip/looks-like-sip.ts";
import { toLatin1 } from "../sip/latin1.ts";
import { parseSip } from "../sip/parse-sip.ts";
import { createMediaGuess, isRtcp } from "./media-guess.ts";
import { capturedPacket, type CapturedPayload, type Origin } from "./origin.ts";
import { announcedPorts } from "./sdp-ports.ts";

export interface DatagramReaderPorts {
  onPacket(packet: Packet): void;
  onRefused(reason: Reason): void;
  /** Ends of collectors and of SIP servers; media announced elsewhere. */
  hepPorts: ReadonlySet<number>;
  sipPorts: ReadonlySet<number>;
  mediaPorts: readonly number[];
  hep: HepPorts | undefined;
  /** False drops RTP unread. */
  rtp: boolean;
}

export interface DatagramReader {
  read(origin: Origin, from: Omit<CapturedPayload, "payloadType">): void;
  /** A SIP message, also from a stream: its SDP tells where media will be. */
  sip(origin: Origin, from: Omit<CapturedPayload, "payloadType">): void;
  end(): void;
}

export function createDatagramReader({
  onPacket,
  onRefused,
  hepPorts,
  sipPorts,
  mediaPorts,
  hep,
  rtp,
}: DatagramReaderPorts): DatagramReader {
  const media = createMediaGuess<Packet>();
  for (const port of mediaPorts) media.announce(port);

  function sip(origin: Origin, from: Omit<CapturedPayload, "payloadType">): void {
    for (const port of announcedPorts(from.payload)) {
      media.announce(port);
      media.announce(port + 1);
    }
    onPacket(capturedPacket(origin, { ...from, payloadType: PAYLOAD_TYPE.SIP }));
  }

  function readHep(payload: Uint8Array): void {
    const packet = decodeHep(payload, hep);
    if (packet.ok) onPacket(packet.value);
    else onRefused(packet.reason);
  }

  function readRtp(packet: Packet): void {
    const guess = rtp ? media.rtp(packet.payload, packet, packet) : "no";
    if (guess === "no") onRefused("not_sip");
    else if (guess !== "waiting") guess.forEach(onPacket);
  }

  return {
    sip,
    read(origin, from) {
      const { payload, srcPort, dstPort } = from;
      const among = (ports: ReadonlySet<number>): boolean => ports.has(srcPort) || ports.has(dstPort);
      if (looksLikeSip(payload)) sip(origin, from);
      else if (isKeepAlive(payload, PAYLOAD_TYPE.SIP)) onRefused("keep_alive");
      else if (isHep3(payload) || (among(hepPorts) && startsHep(payload))) readHep(payload);
      else if (isRtcp(payload, from.ip.missing)) onPacket(capturedPacket(origin, { ...from, payloadType: PAYLOAD_TYPE.RTCP_JSON }));
      else if (among(sipPorts) && parseSip(toLatin1(payload)).ok) sip(origin, from);
      else readRtp(capturedPacket(origin, { ...from, payloadType: PAYLOAD_TYPE.RTP }));
    },
    end() {
      for (let i = media.unconfirmed(); i > 0; i--) onRefused("not_sip");
    },
  };
}
