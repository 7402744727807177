// Exports as homer-app names and writes them; but TCP stays TCP, and what is no SIP stays out.
import { createPcapWriter } from "@sipglass/decode";
import { hostPort, toRfc3339, type Packet } from "@sipglass/model";
import type { HomerRow } from "./homer-row.ts";

function packetOf({ protocolHeader: header, timeUs, bytes, payloadType, node }: HomerRow): Packet {
  return {
    version: 0, ipVersion: header["protocolFamily"] === 10 ? 6 : 4, ipProtocol: Number(header["protocol"]), src: String(header["srcIp"]), srcPort: Number(header["srcPort"]),
    dst: String(header["dstIp"]), dstPort: Number(header["dstPort"]), timeUs, payloadType, agentId: 0, agentName: node, correlationId: "", authKey: "", vlan: 0, payload: Buffer.from(bytes, "latin1"),
  };
}

export function homerPcap(rows: readonly HomerRow[]): Buffer {
  const writer = createPcapWriter();
  return Buffer.concat([writer.header(), ...rows.map((row) => writer.packet(packetOf(row)))]);
}

const PROTOCOLS = new Map([[6, "TCP"], [22, "TCP"], [132, "SCTP"]]);

export const homerText = (rows: readonly HomerRow[]): string =>
  rows.map(({ protocolHeader: header, timeUs, raw }) => {
    const end = (side: "src" | "dst"): string => hostPort(String(header[`${side}Ip`]), Number(header[`${side}Port`]));
    return `proto:${PROTOCOLS.get(Number(header["protocol"])) ?? "UDP"} ${toRfc3339(timeUs)}  ${end("src")} ---> ${end("dst")}\r\n\r\n${raw}\r\n`;
  }).join("");
