// One call with a story, for the test of its page and the picture in the guide: three hops, a slow carrier, and a refusal that comes back all the way.
// Addresses are of the documentation ranges (RFC 5737), numbers of those set apart for films.
import { encodeHep3 } from "@sipglass/decode";

interface Host {
  name: string;
  ip: string;
}

export const HOSTS = {
  office: { name: "office-berlin", ip: "192.0.2.10" },
  sbc: { name: "sbc1", ip: "198.51.100.5" },
  core: { name: "core", ip: "198.51.100.20" },
  carrier: { name: "carrier-b", ip: "203.0.113.9" },
} satisfies Record<string, Host>;

export const CALL_ID = "7d1c2e6a-41f0-4c0e@192.0.2.10";
const [CALLER, CALLEE] = ["+493023125100", "+491713920042"];
const WAY: readonly Host[] = [HOSTS.office, HOSTS.sbc, HOSTS.core, HOSTS.carrier];

/** `hop` counts from the caller; `back` is towards him. */
interface Step {
  atMs: number;
  hop: number;
  back: boolean;
  line: string;
  method: string;
}

const STEPS: readonly Step[] = [
  ...request(0, 0), ...request(4.2, 1), ...response(5.1, 1, "100 Trying"), ...response(6, 0, "100 Trying"), ...request(11.8, 2), ...request(512.3, 2),
  ...request(1512.9, 2), ...response(4105.6, 2, "503 Service Unavailable"), ...request(4106.1, 2, "ACK"), ...response(4107.5, 1, "503 Service Unavailable"),
  ...request(4108, 1, "ACK"), ...response(4109.3, 0, "503 Service Unavailable"), ...request(4131.7, 0, "ACK"),
];

function request(atMs: number, hop: number, method = "INVITE"): Step[] {
  return [{ atMs, hop, back: false, line: `${method} sip:${CALLEE}@${WAY[hop + 1]?.ip} SIP/2.0`, method }];
}

function response(atMs: number, hop: number, status: string): Step[] {
  return [{ atMs, hop, back: true, line: `SIP/2.0 ${status}`, method: "INVITE" }];
}

/** The frames as two agents would send them: `edge` sees what the SBC sees from outside, `core` the rest. */
export function refusedCall(startUs: number): Buffer[] {
  return STEPS.map((step) => {
    const [near, far] = [WAY[step.hop], WAY[step.hop + 1]];
    if (!near || !far) throw new Error("BUG: no such hop");
    const [src, dst] = step.back ? [far, near] : [near, far];
    const agent = step.hop === 0 ? { agentId: 11, agentName: "edge" } : { agentId: 12, agentName: "core" };
    const frame = encodeHep3({
      version: 3, ipVersion: 4, ipProtocol: 17, src: src.ip, srcPort: 5060, dst: dst.ip, dstPort: 5060, timeUs: startUs + Math.round(step.atMs * 1000),
      payloadType: 1, ...agent, correlationId: "", authKey: "", vlan: 0, payload: Buffer.from(textOf(step)),
    });
    if (!(frame instanceof Uint8Array)) throw new Error("BUG: does not fit");
    return Buffer.from(frame);
  });
}

function textOf({ hop, back, line, method }: Step): string {
  const vias = WAY.slice(0, hop + 1).map(({ ip }, index) => `Via: SIP/2.0/UDP ${ip}:5060;branch=z9hG4bK${(0x5f3a91 + index * 0x1c07).toString(16)}${back && index < hop ? `;received=${ip}` : ""}`);
  // An ACK of a refusal goes from hop to hop and carries one Via (RFC 3261 §17.1.1.3).
  const way = method === "ACK" ? vias.slice(-1) : vias.toReversed();
  const final = back && !line.includes(" 100 ");
  const headers = [
    line, ...way, ...(back ? [] : [`Max-Forwards: ${70 - hop}`]), `From: "Front Desk" <sip:${CALLER}@example.com>;tag=9b2f41`,
    `To: <sip:${CALLEE}@example.com>${final || method === "ACK" ? ";tag=c-77e0" : ""}`, `Call-ID: ${CALL_ID}`, `CSeq: 1 ${method}`,
  ];
  if (final) headers.push('Reason: Q.850;cause=34;text="No circuit available"', "Retry-After: 30", "Server: carrier-b/4.2");
  if (line.startsWith("INVITE")) return [...headers, `Contact: <sip:${CALLER}@192.0.2.10:5060>`, "User-Agent: desk-phone/2.1", ...withSdp()].join("\r\n");
  return [...headers, "Content-Length: 0", "", ""].join("\r\n");
}

function withSdp(): string[] {
  const sdp = [
    "v=0", "o=- 20261120 1 IN IP4 192.0.2.10", "s=-", "c=IN IP4 192.0.2.10", "t=0 0", "m=audio 16384 RTP/AVP 9 8 101", "a=rtpmap:9 G722/8000", "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:101 telephone-event/8000", "a=ptime:20", "a=sendrecv", "",
  ].join("\r\n");
  return ["Content-Type: application/sdp", `Content-Length: ${sdp.length}`, "", sdp];
}
