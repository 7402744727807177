// For tests of the writers: packets of every kind, and the files that they make.
import type { Packet } from "@sipglass/model";
import { packetOf, sipRequest, T0_US } from "../ip/wire.fixture.ts";
import { joined } from "./capture-file.fixture.ts";
import type { CaptureWriter } from "./capture-writer.ts";
import { createPcapWriter } from "./pcap-writer.ts";
import { createPcapngWriter } from "./pcapng-writer.ts";

export const WRITERS: [name: string, create: () => CaptureWriter][] = [
  ["pcap", createPcapWriter],
  ["pcapng", createPcapngWriter],
];

export function written(writer: CaptureWriter, packets: readonly Packet[]): Uint8Array {
  return joined(writer.header(), ...packets.map((packet) => writer.packet(packet)));
}

/** One of everything that can be on a wire. */
export const MIXED: Packet[] = [
  packetOf(sipRequest("udp", 20), { vlan: 5, agentName: "edge" }),
  packetOf(sipRequest("fragments", 6000), { timeUs: T0_US + 1 }),
  packetOf(sipRequest("fragments6", 6001), { timeUs: T0_US + 2, ipVersion: 6, src: "2001:db8::1", dst: "2001:db8::2" }),
  packetOf(sipRequest("small6", 1), { timeUs: T0_US + 3, ipVersion: 6, src: "2001:db8::1", dst: "2001:db8::2", vlan: 9 }),
  packetOf(sipRequest("tcp", 5000), { timeUs: T0_US + 4, ipProtocol: 6, srcPort: 40_001 }),
  packetOf(sipRequest("tcp-back", 3), { timeUs: T0_US + 5, ipProtocol: 6, src: "192.0.2.2", dst: "192.0.2.1", dstPort: 40_001 }),
  packetOf(sipRequest("tcp-again", 2000), { timeUs: T0_US + 6, ipProtocol: 6, srcPort: 40_001, agentName: "edge" }),
  packetOf(sipRequest("tls"), { timeUs: T0_US + 7, ipProtocol: 22, srcPort: 40_002, dstPort: 5061 }),
  packetOf(sipRequest("sctp"), { timeUs: T0_US + 8, ipProtocol: 132, srcPort: 40_003 }),
];
