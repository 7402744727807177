// One captured packet, whatever carried it here: HEP 1, 2, 3, protobuf, or a frame of a pcap file.

/** `version` of the HEP frame: 1, 2, 3; 0 for the protobuf form and for packets read from pcap. */
export interface Packet {
  version: 0 | 1 | 2 | 3;
  /** 4 or 6. (On the wire HEP says 2 and 10, the numbers of AF_INET and AF_INET6 on Linux.) */
  ipVersion: 4 | 6;
  /** IANA protocol number: 6 TCP, 17 UDP, 132 SCTP; Kamailio says 22 for TLS/WS/WSS. */
  ipProtocol: number;
  /** Text form; IPv6 in RFC 5952 form without brackets, IPv4-mapped IPv6 as dotted IPv4. */
  src: string;
  srcPort: number;
  dst: string;
  dstPort: number;
  /** Event time by the sender's clock, epoch microseconds; 0 when the sender gave none (HEP 1, or both chunks zero). */
  timeUs: number;
  /** HEP payload type (see payload-type.ts). */
  payloadType: number;
  /** Capture agent id, unsigned 32 bit. */
  agentId: number;
  /** Capture agent name (chunk 0x13), or the id in decimal. */
  agentName: string;
  /** Chunk 0x11; "" when absent. */
  correlationId: string;
  /** Chunk 0x0e; "" when absent. Never logged, never stored. */
  authKey: string;
  vlan: number;
  /** A view into the received bytes (already inflated when chunk 0x10 was used). */
  payload: Uint8Array;
  /** Rare chunks, only when present. */
  extra?: PacketExtra;
}

export interface PacketExtra {
  keepAliveS?: number;
  srcMac?: string;
  dstMac?: string;
  etherType?: number;
  tcpFlags?: number;
  tos?: number;
  /** Chunk 0x20, as sent (×100 by custom). */
  mos?: number;
  rFactor?: number;
  geoLocation?: string;
  jitter?: number;
  transactionType?: string;
  jsonKeys?: string;
  tags?: string;
  tagType?: number;
  eventType?: number;
  groupId?: string;
}

/** `ip:port`, IPv6 in brackets. The one spelling of an address with port, in rows, JSON and columns of the ladder. */
export function hostPort(ip: string, port: number): string {
  return ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`;
}
