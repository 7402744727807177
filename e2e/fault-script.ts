// A small language for calls that go wrong: who sends what to whom over which hops, made into SIP and RTCP as HEP frames. Addresses are of the
// documentation ranges (RFC 5737), numbers of those set apart for films.
import { encodeHep3 } from "@sipglass/decode";

export interface Host {
  name: string;
  ip: string;
  port?: number;
}

export const PHONE: Host = { name: "desk-phone", ip: "192.0.2.10" };
export const PROXY: Host = { name: "sbc1", ip: "198.51.100.5" };
export const PBX: Host = { name: "pbx", ip: "198.51.100.20" };
export const CARRIER: Host = { name: "carrier-b", ip: "203.0.113.9" };
export const CALLEE_PHONE: Host = { name: "lobby-phone", ip: "203.0.113.77" };
export const NAMED = [PHONE, PROXY, PBX, CARRIER, CALLEE_PHONE];

export interface Message {
  headers?: readonly string[];
  sdp?: string;
  /** Tells transactions of one method and CSeq apart: the next attempt, a forked branch. */
  salt?: string;
  /** Of a response to something other than the INVITE, and of the later requests of a dialog. */
  cseq?: number;
  method?: string;
}

export interface Script {
  readonly callId: string;
  /** Of both ends' audio: no two scripts share one, else they would be taken for legs of one session. */
  readonly mediaPort: number;
  /** A request over one hop: from hops[hop] to hops[hop + 1]. */
  request(atMs: number, hop: number, method: string, message?: Message): Script;
  /** Its response, back over that hop. */
  response(atMs: number, hop: number, status: string, message?: Message): Script;
  /** From the callee's side, over the last hop backwards. */
  reverse(atMs: number, method: string, message?: Message): Script;
  reverseAnswer(atMs: number, status: string, message?: Message): Script;
  /** What an end says of its sending and hears (RTCP sender report); null when it hears nothing. */
  rtcp(atMs: number, from: Host, to: Host, sent: number, heard: Heard | null): Script;
  frames(startUs: number): Buffer[];
}

export interface Heard {
  /** Of the last interval, 0..1. */
  lostShare: number;
  /** Since the beginning. */
  lost: number;
  received: number;
  /** In ticks of 8 kHz. */
  jitter: number;
}

interface Step {
  atMs: number;
  from: Host;
  to: Host;
  type: number;
  text: string;
}

const RTCP_JSON = 5;
const ssrcOf = ({ ip }: Host): number => Number(ip.split(".").at(-1)) * 1000 + 1;
const port = (host: Host): number => host.port ?? 5060;
const number = (text: string): number => [...text].reduce((sum, character) => (Math.imul(sum, 31) + character.charCodeAt(0)) >>> 0, 7);
const hash = (text: string): string => number(text).toString(36);
const [ANY_ORIGIN, ANY_PORT] = ["20261121", "16384"];

export function sdp(host: Host, media: string, ...lines: string[]): string {
  return ["v=0", `o=- ${ANY_ORIGIN} 1 IN IP4 ${host.ip}`, "s=-", `c=IN IP4 ${host.ip}`, "t=0 0", media, ...lines, ""].join("\r\n");
}

export const PCMA = (host: Host, ...lines: string[]): string => sdp(host, `m=audio ${ANY_PORT} RTP/AVP 8 101`, "a=rtpmap:8 PCMA/8000", "a=rtpmap:101 telephone-event/8000", ...lines);

/** `hops`: the hosts in the order in which the first request visits them. */
export function script(name: string, hops: readonly Host[], caller = "+493023125100", callee = `+49171392${String(number(name) % 10_000).padStart(4, "0")}`): Script {
  const callId = `${name}@192.0.2.10`;
  const steps: Step[] = [];
  const mediaPort = 16_384 + (number(name) % 8000) * 2;
  const own = (body: string): string => body.replace(ANY_ORIGIN, String(number(callId))).replace(`m=audio ${ANY_PORT}`, `m=audio ${mediaPort}`);
  const hostAt = (index: number): Host => {
    const host = hops[index];
    if (!host) throw new Error(`BUG: ${name} has no hop ${index}`);
    return host;
  };

  const text = (start: string, vias: readonly Host[], method: string, { headers = [], sdp: described, salt = "", cseq = 1 }: Message, toTag: boolean): string => {
    const body = described && own(described);
    // An ACK of a refusal belongs to the INVITE's transaction (RFC 3261 §17.1.1.3), a CANCEL to the one that it cancels (§9.1).
    const family = method === "CANCEL" || (method === "ACK" && !salt.includes("2xx")) ? "INVITE" : method;
    const branch = (index: number): string => `z9hG4bK${hash(`${callId}${family}${cseq}${salt}`)}-${index}`;
    return [
      start, ...vias.map((host, index) => `Via: SIP/2.0/UDP ${host.ip}:${port(host)};branch=${branch(vias.length - index)}`), `From: "Front Desk" <sip:${caller}@example.com>;tag=9b2f41`,
      `To: <sip:${callee}@example.com>${toTag ? ";tag=c-77e0" : ""}`, `Call-ID: ${callId}`, `CSeq: ${cseq} ${method}`,
      ...(start.startsWith("SIP/2.0") ? [] : [`Max-Forwards: ${71 - vias.length}`]), ...(headers.some((line) => line.startsWith("Contact:")) ? [] : [`Contact: <sip:${vias[0]?.ip}:5060>`]),
      ...headers, ...(body === undefined ? [] : ["Content-Type: application/sdp"]), `Content-Length: ${body?.length ?? 0}`, "", body ?? "",
    ].join("\r\n");
  };

  const uri = `sip:${callee}@example.com`;
  const self: Script = {
    callId, mediaPort,
    request(atMs, hop, method, message = {}) {
      const vias = hops.slice(0, hop + 1).toReversed();
      const inDialog = (message.cseq ?? 1) > 1 && method !== "INVITE" && method !== "REGISTER" && method !== "ACK";
      const tagged = method === "ACK" || inDialog || method === "BYE";
      steps.push({ atMs, from: hostAt(hop), to: hostAt(hop + 1), type: 1, text: text(`${method} ${method === "REGISTER" ? "sip:example.com" : uri} SIP/2.0`, vias, method, message, tagged) });
      return self;
    },
    response(atMs, hop, status, message = {}) {
      const vias = hops.slice(0, hop + 1).toReversed();
      const tagged = !status.startsWith("100");
      steps.push({ atMs, from: hostAt(hop + 1), to: hostAt(hop), type: 1, text: text(`SIP/2.0 ${status}`, vias, message.method ?? "INVITE", message, tagged) });
      return self;
    },
    reverse(atMs, method, message = {}) {
      const [from, to] = [hostAt(hops.length - 1), hostAt(hops.length - 2)];
      const request = text(`${method} sip:${caller}@192.0.2.10:5060 SIP/2.0`, [from], method, message, true);
      steps.push({ atMs, from, to, type: 1, text: turned(request) });
      return self;
    },
    reverseAnswer(atMs, status, message = {}) {
      const [from, to] = [hostAt(hops.length - 1), hostAt(hops.length - 2)];
      steps.push({ atMs, from: to, to: from, type: 1, text: turned(text(`SIP/2.0 ${status}`, [from], message.method ?? "BYE", message, true)) });
      return self;
    },
    rtcp(atMs, from, to, sent, heard) {
      const blocks = heard === null ? [] : [{
        source_ssrc: ssrcOf(to), fraction_lost: Math.round(heard.lostShare * 256), packets_lost: heard.lost, highest_seq_no: heard.received + heard.lost, ia_jitter: heard.jitter, lsr: 0, dlsr: 0,
      }];
      const report = {
        type: 200, ssrc: ssrcOf(from), report_count: blocks.length, report_blocks: blocks,
        sender_information: { ntp_timestamp_sec: 3_900_000_000 + Math.round(atMs / 1000), ntp_timestamp_usec: 0, rtp_timestamp: Math.round(atMs * 8), packets: sent, octets: sent * 160 },
      };
      steps.push({ atMs, from: { ...from, port: mediaPort + 1 }, to: { ...to, port: mediaPort + 1 }, type: RTCP_JSON, text: JSON.stringify(report) });
      return self;
    },
    frames: (startUs) =>
      steps.map((step) => {
        const frame = encodeHep3({
          version: 3, ipVersion: 4, ipProtocol: 17, src: step.from.ip, srcPort: port(step.from), dst: step.to.ip, dstPort: port(step.to), timeUs: startUs + Math.round(step.atMs * 1000),
          payloadType: step.type, agentId: 31, agentName: "edge", correlationId: step.type === RTCP_JSON ? callId : "", authKey: "", vlan: 0, payload: Buffer.from(step.text),
        });
        if (!(frame instanceof Uint8Array)) throw new Error("BUG: does not fit");
        return Buffer.from(frame);
      }),
  };
  return self;
}

/** A request of the callee: From and To change places, tags included. */
function turned(message: string): string {
  return message.replace(/^From: (.*)\r\nTo: (.*)\r\n/m, (_, from: string, to: string) => `From: ${to}\r\nTo: ${from}\r\n`);
}
