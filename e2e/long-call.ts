// One call of as many messages as are asked for: set up over three hops, then refreshed, asked and told things within the dialog, as calls of hours are.
import { encodeHep3 } from "@sipglass/decode";
import { HOSTS } from "./refused-call.ts";

const WAY = [HOSTS.office, HOSTS.sbc, HOSTS.core, HOSTS.carrier];
const HOPS = WAY.length - 1;
const TRANSACTION_US = 700_000;
const METHODS = ["UPDATE", "INFO", "OPTIONS", "INVITE"] as const;

export const longCallId = (messages: number): string => `long-${messages}@192.0.2.10`;

interface Packet {
  atUs: number;
  from: number;
  to: number;
  text: string;
}

/** The first INVITE, its 200 and its ACK, then transactions in the dialog until there are enough; the last one is cut off there. */
export function longCall(messages: number, startUs: number): Buffer[] {
  const packets: Packet[] = [];
  for (let cseq = 1; packets.length < messages; cseq += 1) {
    const method = cseq === 1 ? "INVITE" : (METHODS[cseq % METHODS.length] ?? "INFO");
    packets.push(...transaction(messages, method, cseq, startUs + (cseq - 1) * TRANSACTION_US));
  }
  return packets.slice(0, messages).map(frame);
}

function transaction(messages: number, method: string, cseq: number, startUs: number): Packet[] {
  const sdp = method === "INVITE" || method === "UPDATE" ? sessionOf(cseq) : "";
  const there = Array.from({ length: HOPS }, (_, hop) => packet(messages, { line: `${method} sip:+491713920042@${WAY[hop + 1]?.ip} SIP/2.0`, method, cseq, hop, sdp, atUs: startUs + hop * 4000 }));
  const back = Array.from({ length: HOPS }, (_, i) => HOPS - 1 - i).map((hop) =>
    packet(messages, { line: "SIP/2.0 200 OK", method, cseq, hop, sdp, atUs: startUs + 60_000 + (HOPS - hop) * 4000, back: true }));
  if (method !== "INVITE") return [...there, ...back];
  const acks = Array.from({ length: HOPS }, (_, hop) => packet(messages, { line: `ACK sip:+491713920042@${WAY[hop + 1]?.ip} SIP/2.0`, method: "ACK", cseq, hop, sdp: "", atUs: startUs + 90_000 + hop * 4000 }));
  return [...there, ...back, ...acks];
}

interface Said {
  line: string;
  method: string;
  cseq: number;
  hop: number;
  sdp: string;
  atUs: number;
  back?: boolean;
}

function packet(messages: number, { line, method, cseq, hop, sdp, atUs, back = false }: Said): Packet {
  const vias = Array.from(
    { length: hop + 1 },
    (_, i) => `Via: SIP/2.0/UDP ${WAY[i]?.ip}:5060;branch=z9hG4bK${method === "ACK" ? "a" : ""}${cseq}x${i}`,
  ).toReversed();
  const isFirst = cseq === 1 && !back && method === "INVITE";
  const text = [
    line, ...vias, 'From: "Front Desk" <sip:+493023125100@example.com>;tag=9b2f41', `To: <sip:+491713920042@example.com>${isFirst ? "" : ";tag=c-77e0"}`,
    `Call-ID: ${longCallId(messages)}`, `CSeq: ${cseq} ${method}`, `Max-Forwards: ${70 - hop}`, "User-Agent: desk-phone/2.1", "Contact: <sip:desk@192.0.2.10:5060>",
    ...(sdp === "" ? [] : ["Content-Type: application/sdp"]), `Content-Length: ${sdp.length}`, "", sdp,
  ].join("\r\n");
  return { atUs, from: back ? hop + 1 : hop, to: back ? hop : hop + 1, text };
}

function sessionOf(cseq: number): string {
  const direction = cseq % 8 === 3 ? "sendonly" : "sendrecv";
  return ["v=0", `o=- 1 ${cseq} IN IP4 192.0.2.10`, "s=-", "c=IN IP4 192.0.2.10", "t=0 0", "m=audio 16384 RTP/AVP 9 8", "a=rtpmap:9 G722/8000", "a=rtpmap:8 PCMA/8000", `a=${direction}`, ""].join("\r\n");
}

function frame({ atUs, from, to, text }: Packet): Buffer {
  const bytes = encodeHep3({
    version: 3, ipVersion: 4, ipProtocol: 17, src: WAY[from]?.ip ?? "", srcPort: 5060, dst: WAY[to]?.ip ?? "", dstPort: 5060, timeUs: atUs, payloadType: 1,
    agentId: 12, agentName: "core", correlationId: "", authKey: "", vlan: 0, payload: Buffer.from(text),
  });
  if (!(bytes instanceof Uint8Array)) throw new Error("BUG: does not fit");
  return Buffer.from(bytes);
}
