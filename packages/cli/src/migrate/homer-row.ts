// A row of Homer's `hep_proto_*` tables as the packet it was, or why it cannot be one.
import { parseIp } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";

export interface HomerRow {
  id: string;
  /** create_date */
  timeUs: number;
  /** Call-ID of SIP, correlation id of all else. */
  sid: string;
  /** protocol_header */
  header: unknown;
  raw: string;
}

/** Why a row cannot be read. */
export type RowFault = "no_protocol_header" | "empty_payload" | "time_out_of_range" | "unknown_payload_type" | "bad_address" | "bad_port" | "bad_protocol";

const LARGEST_TIME_US = 2 ** 32 * 1e6;
const LARGEST_ID = 2 ** 32 - 1;
const UDP = 17;
/** AF_INET6, as HEP numbers it. */
const FAMILY_IPV6 = 10;

export function packetOfRow(table: string, row: HomerRow): Packet | RowFault {
  const header = row.header;
  if (typeof header !== "object" || header === null || Array.isArray(header)) return "no_protocol_header";
  const fields = header as Readonly<Record<string, unknown>>;
  const payload = Buffer.from(row.raw, "utf8");
  if (row.raw.trim() === "") return "empty_payload";
  if (!(row.timeUs > 0 && row.timeUs < LARGEST_TIME_US)) return "time_out_of_range";
  const payloadType = numberIn(fields["payloadType"] ?? /^hep_proto_(\d+)/.exec(table)?.[1], 255);
  if (payloadType === undefined || payloadType === 0) return "unknown_payload_type";
  const [src, dst] = [addressIn(fields["srcIp"]), addressIn(fields["dstIp"])];
  if (src === undefined || dst === undefined) return "bad_address";
  const [srcPort, dstPort, ipProtocol] = [
    numberIn(fields["srcPort"] ?? 0, 65_535),
    numberIn(fields["dstPort"] ?? 0, 65_535),
    numberIn(fields["protocol"] ?? UDP, 255),
  ];
  if (srcPort === undefined || dstPort === undefined) return "bad_port";
  if (ipProtocol === undefined) return "bad_protocol";
  const isIpv6 = fields["protocolFamily"] === FAMILY_IPV6 || src.includes(":") || dst.includes(":");
  return {
    version: 3, ipVersion: isIpv6 ? 6 : 4, ipProtocol, src, srcPort, dst, dstPort, timeUs: row.timeUs, payloadType, ...agentOf(fields["captureId"]),
    correlationId: correlationOf(payloadType, row, fields["correlation_id"]), authKey: "", vlan: 0, payload,
  };
}

/** heplify-server writes the name of the capture agent there, or its number when it has none. */
function agentOf(captureId: unknown): Pick<Packet, "agentId" | "agentName"> {
  const agentName = typeof captureId === "string" || typeof captureId === "number" ? String(captureId) : "0";
  const number = /^\d{1,10}$/.test(agentName) ? Number(agentName) : 0;
  return { agentName: agentName || "0", agentId: number <= LARGEST_ID ? number : 0 };
}

/** Of SIP heplify-server fills in the Call-ID where the packet named nothing: then there was nothing. */
function correlationOf(payloadType: number, { sid }: HomerRow, correlationId: unknown): string {
  const id = typeof correlationId === "string" ? correlationId : "";
  if (payloadType === PAYLOAD_TYPE.SIP) return id === sid ? "" : id;
  return id || sid;
}

/** "" stays: logs and reports have no ends. */
function addressIn(value: unknown): string | undefined {
  const text = value ?? "";
  return typeof text === "string" && (text === "" || parseIp(text) !== undefined) ? text : undefined;
}

function numberIn(value: unknown, largest: number): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= largest ? number : undefined;
}
