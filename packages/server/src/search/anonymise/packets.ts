// Packets under other names: those of one export together, so that a name in a log line is known from the message that had it in its From.
import { messagesIn, toLatin1 } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";
import { anonymousMessage } from "./message.ts";
import { createPseudonyms, type Pseudonyms } from "./pseudonyms.ts";
import { anonymousRtcp } from "./rtcp-bytes.ts";

export function anonymousPackets(packets: readonly Packet[]): Packet[] {
  const texts = packets.map((packet) => (packet.payloadType === PAYLOAD_TYPE.RTP ? "" : toLatin1(packet.payload)));
  const names = createPseudonyms([...texts, ...packets.flatMap(({ src, dst }) => [src, dst])]);
  // Every name is met once before the first is told: the packets of a call do not come in the order in which they explain each other.
  for (const [i, packet] of packets.entries()) if (packet.payloadType === PAYLOAD_TYPE.SIP) anonymousSip(texts[i] ?? "", names);
  return packets.map((packet, i) => anonymousPacket(packet, texts[i] ?? "", names));
}

/** Without the rare chunks: hardware addresses, places, tags. */
function anonymousPacket(packet: Packet, text: string, names: Pseudonyms): Packet {
  const { extra: _dropped, ...plain } = packet;
  const correlationId = names.opaque(packet.correlationId);
  return {
    ...plain,
    src: names.address(packet.src),
    dst: names.address(packet.dst),
    agentName: names.opaque(packet.agentName),
    correlationId,
    vlan: 0,
    payload: payloadOf(packet, text, names),
  };
}

function payloadOf(packet: Packet, text: string, names: Pseudonyms): Uint8Array {
  const { payloadType, payload } = packet;
  if (payloadType === PAYLOAD_TYPE.SIP) return Buffer.from(anonymousSip(text, names), "latin1");
  if (payloadType === PAYLOAD_TYPE.RTP) return withoutSound(payload);
  if ((payload[0] ?? 0) >> 6 === 2 && (payload[1] ?? 0) >= 192) return anonymousRtcp(payload, (words) => names.opaque(words));
  return Buffer.from(jsonOr(text, names), "latin1");
}

/** The header of RTP is 12 bytes and its sources (RFC 3550 §5.1); what was said is nobody's to read. */
function withoutSound(payload: Uint8Array): Uint8Array {
  const silent = Uint8Array.from(payload);
  return silent.fill(0, Math.min(silent.length, 12 + 4 * ((payload[0] ?? 0) & 15)));
}

function anonymousSip(text: string, names: Pseudonyms): string {
  let at = 0;
  let made = "";
  for (const { endAt } of messagesIn(text)) {
    made += anonymousMessage(text.slice(at, endAt), names);
    at = endAt;
  }
  return at < text.length ? made + anonymousMessage(text.slice(at), names) : made;
}

/** Reports come as JSON or as words; numbers in them are measurements, unless they are somebody's number. */
function jsonOr(text: string, names: Pseudonyms): string {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, "latin1").toString("utf8"));
    if (typeof parsed === "object" && parsed !== null)
      return Buffer.from(JSON.stringify(anonymousValue(parsed, names)), "utf8").toString("latin1");
  } catch {
    // It is words.
  }
  return names.freeText(text);
}

/** Fields that name somebody, by the words of hepagent, rtpengine, Homer and Session Border Controllers. */
const NAMING = /call_?id|cname|corr|caller|callee|from|to$|user|text|name|host|party|number/i;

function anonymousValue(value: unknown, names: Pseudonyms, key = ""): unknown {
  if (typeof value === "string") return NAMING.test(key) || value.includes("@") ? names.opaque(value) : names.freeText(value);
  if (typeof value === "number") return NAMING.test(key) && value >= 1e5 ? Number(names.digits(String(value))) : value;
  if (Array.isArray(value)) return value.map((each) => anonymousValue(each, names, key));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [/\d{5}/.test(name) ? names.opaque(name) : name, anonymousValue(each, names, name)]),
  );
}
