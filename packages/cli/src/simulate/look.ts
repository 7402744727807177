// The look of a group of calls: who talks to whom through which proxy, over which transport. Calls of one look differ in their fields.
import { fieldOf } from "./call-fields.ts";
import type { FrameEnd } from "./hep-frame.ts";
import { Random } from "./random.ts";
import { USER_AGENTS, userAgent, type UserAgent } from "./user-agents.ts";

export interface Party {
  end: FrameEnd;
  /** Host of its URIs: IPv6 in brackets. */
  host: string;
  agent: UserAgent;
}

export interface Look {
  caller: Party;
  proxy: Party;
  callee: Party;
  fork: Party;
  /** 1: only the caller's side of the proxy was captured; 2: both sides. */
  hops: 1 | 2;
  transport: "UDP" | "TCP" | "TLS";
  domain: string;
  /** From and To without tag, as the caller writes them. */
  from: string;
  to: string;
  callerUri: string;
  calleeUri: string;
  callId: string;
  authKey: string;
  /** For what this look decides once: which optional headers, which reason phrase. */
  random: Random;
}

const DOMAINS = [
  "sip.example.net", "voice.example.com", "pbx1.example.org", "ims.mnc001.mcc262.3gppnetwork.example", "sbc-a.carrier.example", "tenant7.hosted.example",
  "198.51.100.20", "callcentre.example.com", "192.0.2.31", "trunk.example.net", "home.example", "conf.example.org",
];
const PROXIES = 8;

/** `number` decides who they are; two neighbours never share a user agent. */
export function createLook(seed: number, number: number, hops: 1 | 2, authKey = ""): Look {
  const random = new Random(seed ^ 0x100c, number);
  const callerAgent = userAgent(seed, (number * 2) % USER_AGENTS);
  const calleeAgent = userAgent(seed, (number * 2 + 1) % USER_AGENTS);
  const v6 = random.chance(0.04);
  const transport = random.chance(0.75) ? "UDP" : random.pick(["TCP", "TLS"] as const);
  const port = (): number => (transport === "UDP" ? random.pick([5060, 5060, 5062, 5080, 12_060]) : random.between(33_000, 60_000));
  const domain = random.pick(DOMAINS);
  const callerUri = `sip:${numberOf(callerAgent, "caller")}@${domain}`;
  const calleeUri = `sip:${numberOf(callerAgent, "callee")}@${domain}`;
  return {
    caller: party("caller", v6, port(), callerAgent, number), proxy: proxy(v6, transport, random), callee: party("callee", v6, port(), calleeAgent, number),
    fork: party("fork", v6, port(), userAgent(seed, (number * 2 + 7) % USER_AGENTS), number), hops, transport, domain,
    from: `${displayName(callerAgent)}<${callerUri}>`, to: `<${calleeUri}>`, callerUri, calleeUri, callId: callerAgent.callId, authKey, random,
  };
}

/** SIP is UTF-8 (RFC 3261 §7); our texts are one character a byte. */
function displayName(agent: UserAgent): string {
  return agent.displayName === "" ? "" : `"${Buffer.from(agent.displayName, "utf8").toString("latin1")}" `;
}

const numberOf = (agent: UserAgent, field: string): string => `${agent.plus ? "+" : ""}{{${field}:${agent.numberLength}}}`;

function party(name: "caller" | "callee" | "fork", v6: boolean, port: number, agent: UserAgent, number: number): Party {
  if (v6) return v6Party(["caller", "callee", "fork"].indexOf(name) + 0x10, number, port, agent);
  const ip = `{{${name}Ip:${fieldOf(`${name}Ip`).length}}}`;
  return { end: { ip, bytes: `${name}IpBytes`, port }, host: ip, agent };
}

/** In 2001:db8::/32 (documentation, RFC 3849); the address is the look's, not the call's. */
function v6Party(host: number, network: number, port: number, agent: UserAgent): Party {
  const bytes = new Uint8Array(16);
  bytes.set([0x20, 0x01, 0x0d, 0xb8, 0, 1 + (network & 0x7f)]);
  bytes[15] = host;
  const ip = `2001:db8:${(1 + (network & 0x7f)).toString(16)}::${host.toString(16)}`;
  return { end: { ip, bytes, port }, host: `[${ip}]`, agent };
}

function proxy(v6: boolean, transport: string, random: Random): Party {
  const number = random.below(PROXIES);
  const agent = userAgent(77, 190 + number);
  const port = transport === "TLS" ? 5061 : 5060;
  if (v6) return v6Party(1 + number, 0, port, agent);
  const ip = `192.0.2.${10 + number}`;
  return { end: { ip, bytes: Uint8Array.of(192, 0, 2, 10 + number), port }, host: ip, agent };
}
