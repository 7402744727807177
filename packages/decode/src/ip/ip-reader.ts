// Link-layer frames in, packets of the model out: SIP on any port, HEP, RTCP and RTP, from UDP, TCP, WebSocket and SCTP, through VLANs,
// fragments and tunnels. What is none of these is counted.
import type { Packet, Reason } from "@sipglass/model";
import type { HepPorts } from "../hep/hep3.ts";
import type { CaptureFrame } from "../pcap/link-type.ts";
import { looksLikeSip } from "../sip/looks-like-sip.ts";
import { createDatagramReader } from "./datagram-reader.ts";
import { createFragmentJoiner } from "./fragments.ts";
import { parseIp, type IpPacket } from "./ip-header.ts";
import { peelEthernet, peelLinkLayer, type LinkLayer, type NoIp } from "./link-layer.ts";
import { u16 } from "./network-bytes.ts";
import type { Origin } from "./origin.ts";
import { createSctpMessages } from "./sctp.ts";
import { createStreamReader } from "./stream-reader.ts";
import { createTcpConnections } from "./tcp-connections.ts";
import { greInner, udpTunnelInner, type Inner } from "./tunnels.ts";

export interface IpReaderOptions {
  onPacket(packet: Packet): void;
  onRefused(reason: Reason): void;
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

const PROTOCOL = { IP_IN_IP: 4, TCP: 6, UDP: 17, TLS_OR_WEBSOCKET: 22, IPV6: 41, GRE: 47, SCTP: 132 } as const;
const MAX_NESTING = 8;

export function createIpReader({ onPacket, onRefused, hep, ports = {}, agentName, rtp = true }: IpReaderOptions): IpReader {
  const hepPorts = new Set(ports.hep ?? [9060, 9061]);
  const sipPorts = new Set(ports.sip ?? [5060, 5080]);
  const fragments = createFragmentJoiner(() => onRefused("ip_fragment_incomplete"));
  const datagrams = createDatagramReader({ onPacket, onRefused, hepPorts, sipPorts, mediaPorts: ports.media ?? [], hep, rtp });
  const sctp = createSctpMessages();
  const connections = createTcpConnections<Origin>({
    onRefused,
    open: (ip, { srcPort, dstPort }, origin) =>
      createStreamReader({
        onSip(payload, timeUs, webSocket) {
          const protocol = webSocket ? PROTOCOL.TLS_OR_WEBSOCKET : PROTOCOL.TCP;
          datagrams.sip({ ...origin(), timeUs }, { ip, protocol, srcPort, dstPort, payload });
        },
        onPacket,
        onRefused,
        hep,
        expectHep: hepPorts.has(srcPort) || hepPorts.has(dstPort),
      }),
  });

  function readLinkLayer(link: LinkLayer | NoIp, b: Uint8Array, origin: Origin, depth: number): void {
    if (typeof link === "string") return onRefused(link === "other" ? "not_sip" : link);
    const { at, vlan, srcMac, dstMac } = link;
    readIp(b, at, { ...origin, vlan: vlan || origin.vlan, srcMac: srcMac || origin.srcMac, dstMac: dstMac || origin.dstMac }, depth);
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
    const { protocol, payload } = ip;
    if (protocol === PROTOCOL.UDP) return readUdp(ip, origin, depth);
    if (protocol === PROTOCOL.TCP) return connections.segment(ip, origin.timeUs, origin);
    if (protocol === PROTOCOL.SCTP) return readSctp(ip, origin);
    if (protocol === PROTOCOL.IP_IN_IP || protocol === PROTOCOL.IPV6) return readIp(payload, 0, origin, depth + 1);
    const inner = protocol === PROTOCOL.GRE ? greInner(payload) : undefined;
    return inner ? readInner(inner, payload, origin, depth) : onRefused("not_sip");
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
    datagrams.read(origin, { ip, protocol: PROTOCOL.UDP, srcPort, dstPort, payload });
  }

  function readSctp(ip: IpPacket, origin: Origin): void {
    const messages = sctp.read(`${ip.src}>${ip.dst}`, ip.payload);
    if (!messages) return onRefused("ip_malformed");
    for (const payload of messages) {
      const from = { ip, protocol: PROTOCOL.SCTP, srcPort: u16(ip.payload, 0), dstPort: u16(ip.payload, 2), payload };
      if (looksLikeSip(payload)) datagrams.sip(origin, from);
      else onRefused("not_sip");
    }
  }

  return {
    frame({ timeUs, linkType, bytes, interfaceName }) {
      const origin = { timeUs, agentName: agentName ?? (interfaceName || "pcap"), vlan: 0, srcMac: "", dstMac: "", tos: 0 };
      readLinkLayer(peelLinkLayer(linkType, bytes), bytes, origin, 0);
    },
    end() {
      connections.end();
      fragments.end();
      datagrams.end();
    },
  };
}
