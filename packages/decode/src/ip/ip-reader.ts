// Link-layer frames in, packets of the model out: SIP on any port, HEP, RTCP and RTP, from UDP, TCP, WebSocket and SCTP, through VLANs,
// fragments and tunnels. What is none of these is counted.
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";
import { decodeHep } from "../hep/decode-hep.ts";
import type { HepPorts } from "../hep/hep3.ts";
import { isKeepAlive } from "../hep/keep-alive.ts";
import type { CaptureFrame } from "../pcap/link-type.ts";
import { looksLikeSip } from "../sip/looks-like-sip.ts";
import { toLatin1 } from "../sip/latin1.ts";
import { parseSip } from "../sip/parse-sip.ts";
import { createFragmentJoiner } from "./fragments.ts";
import { parseIp, type IpPacket } from "./ip-header.ts";
import { peelEthernet, peelLinkLayer, type LinkLayer, type NoIp } from "./link-layer.ts";
import { createMediaGuess, isRtcp } from "./media-guess.ts";
import { u16 } from "./network-bytes.ts";
import { capturedPacket, type Origin } from "./origin.ts";
import type { CaptureReason } from "./refusal.ts";
import { createSctpMessages } from "./sctp.ts";
import { announcedPorts } from "./sdp-ports.ts";
import { createStreamReader } from "./stream-reader.ts";
import { createTcpConnections } from "./tcp-connections.ts";
import { greInner, udpTunnelInner, type Inner } from "./tunnels.ts";

export interface IpReaderOptions {
  onPacket(packet: Packet): void;
  onRefused(reason: CaptureReason): void;
  /** What decoding HEP needs from outside. */
  hep?: HepPorts;
  ports?: {
    /** Ends of collectors: HEP 1 and 2, which have no magic, are looked for here alone. Default 9060 and 9061. */
    hep?: readonly number[];
    /** Here a damaged start line is still taken for SIP. Default 5060 and 5080. */
    sip?: readonly number[];
    /** Media announced elsewhere than in the capture. */
    media?: readonly number[];
  };
  /** Default: the interface's name, or "pcap". */
  agentName?: string;
  /** RTP packets are many: false drops them unread. Default true. */
  rtp?: boolean;
}

export interface IpReader {
  frame(frame: CaptureFrame): void;
  /** Passes on what waits, and counts what never became whole. */
  end(): void;
}

const PROTOCOL = { IP_IN_IP: 4, TCP: 6, UDP: 17, IPV6: 41, GRE: 47, SCTP: 132, TLS_OR_WEBSOCKET: 22 } as const;
const MAX_NESTING = 8;

export function createIpReader(options: IpReaderOptions): IpReader {
  const { onPacket, onRefused } = options;
  const hepPorts = new Set(options.ports?.hep ?? [9060, 9061]);
  const sipPorts = new Set(options.ports?.sip ?? [5060, 5080]);
  const fragments = createFragmentJoiner(() => onRefused("ip_fragment_incomplete"));
  const media = createMediaGuess<Packet>();
  const sctp = createSctpMessages();
  for (const port of options.ports?.media ?? []) media.announce(port);

  const connections = createTcpConnections<Origin>({
    onRefused,
    open: (ip, segment, origin) => {
      const { srcPort, dstPort } = segment;
      const to = (bytes: Uint8Array, timeUs: number, webSocket: boolean): void => {
        const protocol = webSocket ? PROTOCOL.TLS_OR_WEBSOCKET : PROTOCOL.TCP;
        emitSip(capturedPacket({ ...origin(), timeUs }, { ip, protocol, srcPort, dstPort, payload: bytes, payloadType: PAYLOAD_TYPE.SIP }));
      };
      return createStreamReader({ onSip: to, onPacket, onRefused, expectHep: hepPorts.has(srcPort) || hepPorts.has(dstPort), ...hepOption(options.hep) });
    },
  });

  function emitSip(packet: Packet): void {
    for (const port of announcedPorts(packet.payload)) {
      media.announce(port);
      media.announce(port + 1);
    }
    onPacket(packet);
  }

  function readLinkLayer(link: LinkLayer | NoIp, b: Uint8Array, origin: Origin, depth: number): void {
    if (typeof link === "string") return onRefused(link === "other" ? "not_sip" : link);
    readIp(b, link.at, { ...origin, vlan: link.vlan || origin.vlan, srcMac: link.srcMac || origin.srcMac, dstMac: link.dstMac || origin.dstMac }, depth);
  }

  function readIp(b: Uint8Array, at: number, origin: Origin, depth: number): void {
    let ip = parseIp(b, at);
    if (!ip || depth > MAX_NESTING) return onRefused("ip_malformed");
    if (ip.fragment) ip = fragments.add(ip, origin.timeUs);
    if (ip) readTransport(ip, { ...origin, tos: ip.tos }, depth);
  }

  function readInner(inner: Inner, b: Uint8Array, origin: Origin, depth: number): void {
    if (inner.kind === "ip") readIp(b, inner.at, origin, depth + 1);
    else readLinkLayer(peelEthernet(b, inner.at), b, origin, depth + 1);
  }

  function readTransport(ip: IpPacket, origin: Origin, depth: number): void {
    switch (ip.protocol) {
      case PROTOCOL.UDP:
        return readUdp(ip, origin, depth);
      case PROTOCOL.TCP:
        return connections.segment(ip, origin.timeUs, origin);
      case PROTOCOL.IP_IN_IP: case PROTOCOL.IPV6:
        return readIp(ip.payload, 0, origin, depth + 1);
      case PROTOCOL.GRE: {
        const inner = greInner(ip.payload);
        return inner ? readInner(inner, ip.payload, origin, depth) : onRefused("not_sip");
      }
      case PROTOCOL.SCTP:
        return readSctp(ip, origin);
      default:
        return onRefused("not_sip");
    }
  }

  function readUdp(ip: IpPacket, origin: Origin, depth: number): void {
    const b = ip.payload;
    if (b.length < 8) return onRefused("ip_malformed");
    const srcPort = u16(b, 0);
    const dstPort = u16(b, 2);
    const stated = u16(b, 4);
    const payload = b.subarray(8, stated >= 8 ? Math.min(stated, b.length) : b.length);
    const inner = udpTunnelInner(payload, srcPort, dstPort);
    if (inner) return readInner(inner, payload, origin, depth);
    const from = { ip, protocol: PROTOCOL.UDP, srcPort, dstPort, payload };
    if (looksLikeSip(payload)) return emitSip(capturedPacket(origin, { ...from, payloadType: PAYLOAD_TYPE.SIP }));
    if (isKeepAlive(payload, PAYLOAD_TYPE.SIP)) return onRefused("keep_alive");
    if (isHep(payload, srcPort, dstPort)) return readHep(payload);
    if (isRtcp(payload)) return onPacket(capturedPacket(origin, { ...from, payloadType: PAYLOAD_TYPE.RTCP_JSON }));
    if ((sipPorts.has(srcPort) || sipPorts.has(dstPort)) && parseSip(toLatin1(payload)).ok) {
      return emitSip(capturedPacket(origin, { ...from, payloadType: PAYLOAD_TYPE.SIP }));
    }
    readRtp(payload, capturedPacket(origin, { ...from, payloadType: PAYLOAD_TYPE.RTP }));
  }

  function isHep(payload: Uint8Array, srcPort: number, dstPort: number): boolean {
    if (payload[0] === 0x48 && payload[1] === 0x45 && payload[2] === 0x50 && payload[3] === 0x33) return true;
    return hepPorts.has(dstPort) || hepPorts.has(srcPort);
  }

  function readHep(payload: Uint8Array): void {
    const packet = decodeHep(payload, options.hep);
    if (packet.ok) onPacket(packet.value);
    else onRefused(packet.reason);
  }

  function readRtp(payload: Uint8Array, packet: Packet): void {
    const guess = options.rtp === false ? "no" : media.rtp(payload, packet, packet);
    if (guess === "no") onRefused("not_sip");
    else if (guess !== "waiting") guess.forEach(onPacket);
  }

  function readSctp(ip: IpPacket, origin: Origin): void {
    const srcPort = ip.payload.length >= 4 ? u16(ip.payload, 0) : 0;
    const dstPort = ip.payload.length >= 4 ? u16(ip.payload, 2) : 0;
    const messages = sctp.read(`${ip.src}:${srcPort}>${ip.dst}:${dstPort}`, ip.payload);
    if (!messages) return onRefused("ip_malformed");
    for (const payload of messages) {
      if (!looksLikeSip(payload)) onRefused("not_sip");
      else emitSip(capturedPacket(origin, { ip, protocol: PROTOCOL.SCTP, srcPort, dstPort, payload, payloadType: PAYLOAD_TYPE.SIP }));
    }
  }

  return {
    frame(frame) {
      const agentName = options.agentName ?? (frame.interfaceName || "pcap");
      readLinkLayer(peelLinkLayer(frame.linkType, frame.bytes), frame.bytes, { timeUs: frame.timeUs, agentName, vlan: 0, srcMac: "", dstMac: "", tos: 0 }, 0);
    },
    end() {
      connections.end();
      fragments.end();
      for (let i = media.unconfirmed(); i > 0; i--) onRefused("not_sip");
    },
  };
}

const hepOption = (hep: HepPorts | undefined): { hep?: HepPorts } => (hep ? { hep } : {});
