// Where a captured payload came from, and the packet of the model that it makes.
import type { Packet, PacketExtra } from "@sipglass/model";
import type { IpPacket } from "./ip-header.ts";

/** What the frame says, below the transport. */
export interface Origin {
  timeUs: number;
  agentName: string;
  vlan: number;
  srcMac: string;
  dstMac: string;
  tos: number;
}

export interface CapturedPayload {
  ip: Pick<IpPacket, "version" | "src" | "dst" | "missing">;
  protocol: number;
  srcPort: number;
  dstPort: number;
  payload: Uint8Array;
  payloadType: number;
}

export function capturedPacket(origin: Origin, from: CapturedPayload): Packet {
  const packet: Packet = {
    version: 0,
    ipVersion: from.ip.version,
    ipProtocol: from.protocol,
    src: from.ip.src,
    srcPort: from.srcPort,
    dst: from.ip.dst,
    dstPort: from.dstPort,
    timeUs: origin.timeUs,
    payloadType: from.payloadType,
    agentId: 0,
    agentName: origin.agentName,
    correlationId: "",
    authKey: "",
    vlan: origin.vlan,
    payload: from.payload,
  };
  const extra: PacketExtra = {};
  if (origin.srcMac !== "") extra.srcMac = origin.srcMac;
  if (origin.dstMac !== "") extra.dstMac = origin.dstMac;
  if (origin.tos !== 0) extra.tos = origin.tos;
  if (origin.srcMac !== "" || origin.dstMac !== "" || origin.tos !== 0) packet.extra = extra;
  return packet;
}
