// An archived packet as a row of Homer's database: the two JSON columns as heplify-server fills them, and the raw text.
import { decodeHep, decodeRtcpPayload, headerOf, messagesIn, messageText, parseAuth, parseNameAddr, parseUri, toLatin1, utf8Text } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet, type SipMessage } from "@sipglass/model";
import { inflateAny } from "../../inflate.ts";
import { maskDigits } from "../dtmf.ts";
import { maskText } from "../mask.ts";
import type { ArchivedPacket } from "../export-capture.ts";
import { homerTableOf, protoOf, type HomerTable } from "./homer-table.ts";
import { rowIdOf } from "./row-id.ts";
import { rtcpJson } from "./rtcp-json.ts";

export type HeaderValue = string | number;

export interface HomerRow {
  id: number;
  table: HomerTable;
  /** Call-ID of SIP, correlation id of everything else. */
  sid: string;
  timeUs: number;
  node: string;
  protocolHeader: Record<string, HeaderValue>;
  dataHeader: Record<string, HeaderValue>;
  raw: string;
  /** The same, one character a byte. */
  bytes: string;
  payloadType: number;
}

export interface RowOptions {
  hideDigits: boolean;
  /** In what becomes packets of a file; words are masked where they are sent. */
  hideNumbers?: boolean;
  /** Headers (lower case) added to data_header under their own names, as CustomHeader of heplify-server does. */
  headers: readonly string[];
}

/** The rows of a payload: one, or one for each message that it holds. [] for what cannot be decoded. */
export function homerRows(archived: ArchivedPacket, options: RowOptions): HomerRow[] {
  const decoded = decodeHep(archived.frame, { inflate: inflateAny });
  if (!decoded.ok) return [];
  const packet = decoded.value;
  const base = { id: rowIdOf(archived), timeUs: archived.eventUs, node: packet.agentName, payloadType: packet.payloadType };
  if (packet.payloadType !== PAYLOAD_TYPE.SIP) {
    const table = homerTableOf(packet.payloadType, "");
    const dataHeader = { node: packet.agentName, proto: protoOf(packet.payloadType) };
    const header = protocolHeader(archived, packet, packet.correlationId);
    return [{ ...base, table, sid: packet.correlationId, protocolHeader: header, dataHeader, raw: rawOf(packet), bytes: options.hideNumbers ? maskText(toLatin1(packet.payload)) : toLatin1(packet.payload) }];
  }
  return messagesIn(toLatin1(packet.payload)).map((message) => {
    const text = messageText(message);
    const withoutDigits = options.hideDigits ? maskDigits(text) : text;
    const bytes = options.hideNumbers ? maskText(withoutDigits) : withoutDigits;
    const correlation = packet.correlationId || headerOf(message, "x-cid") || message.callId;
    return {
      ...base, table: homerTableOf(packet.payloadType, message.cseqMethod), sid: message.callId, protocolHeader: protocolHeader(archived, packet, correlation),
      dataHeader: sipHeader(message, options.headers), raw: utf8Text(bytes), bytes,
    };
  });
}

/** RTCP in bytes becomes what it says, as JSON: homer-ui reads nothing else. */
function rawOf(packet: Packet): string {
  const text = toLatin1(packet.payload);
  if (packet.payloadType !== PAYLOAD_TYPE.RTCP_JSON || text.trimStart().startsWith("{")) return utf8Text(text);
  const decoded = decodeRtcpPayload(packet.payload);
  return decoded.ok && decoded.value[0] ? JSON.stringify(rtcpJson(decoded.value[0])) : utf8Text(text);
}

/** AF_INET and AF_INET6 as HEP numbers them. */
const FAMILY = { 4: 2, 6: 10 } as const;

function protocolHeader({ eventUs }: ArchivedPacket, packet: Packet, correlation: string): Record<string, HeaderValue> {
  return {
    protocolFamily: FAMILY[packet.ipVersion], protocol: packet.ipProtocol, srcIp: packet.src, dstIp: packet.dst, srcPort: packet.srcPort, dstPort: packet.dstPort,
    timeSeconds: Math.floor(eventUs / 1e6), timeUseconds: Math.round(eventUs % 1e6), payloadType: packet.payloadType, captureId: packet.agentName, correlation_id: correlation,
  };
}

function sipHeader(message: SipMessage, headers: readonly string[]): Record<string, HeaderValue> {
  const from = partiesOf(message.from);
  const to = partiesOf(message.to);
  const ruri = uriParts(message.isRequest ? message.requestUri : "");
  const header = (name: string): string => headerOf(message, name) ?? "";
  const custom = Object.fromEntries(headers.flatMap((name) => {
    const value = headerOf(message, name);
    return value === undefined ? [] : [[name, value]];
  }));
  return {
    callid: message.callId, cseq: `${message.cseq} ${message.cseqMethod}`, method: message.isRequest ? message.method : String(message.statusCode),
    ruri_user: ruri.user, ruri_domain: ruri.host, from_user: from.user, from_domain: from.host, from_tag: message.fromTag,
    to_user: to.user, to_domain: to.host, to_tag: message.toTag, user_agent: header("user-agent") || header("server"),
    pid_user: partiesOf(header("p-asserted-identity")).user, auth_user: authUser(header("authorization") || header("proxy-authorization")),
    content_type: message.contentType, reason: header("reason"), ...custom,
  };
}

interface UriParts {
  user: string;
  host: string;
}

const partiesOf = (value: string): UriParts => uriParts(parseNameAddr(value).uri);

function uriParts(text: string): UriParts {
  const uri = parseUri(text);
  return uri.ok ? uri.value : { user: "", host: "" };
}

const authUser = (value: string): string => parseAuth(value).parameters.get("username") ?? "";
