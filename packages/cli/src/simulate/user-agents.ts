// 240 user agents that differ in name, header order, lengths of tags and branches, shapes of Call-IDs, codecs: what real traffic varies.
import { mix32, Random } from "./random.ts";

export interface UserAgent {
  name: string;
  /** Order of headers: lower comes first. */
  rank(header: string): number;
  /** Uses the compact forms of RFC 3261 §7.3.3. */
  compact: boolean;
  tagLength: number;
  branchLength: number;
  /** Call-ID with fields. */
  callId: string;
  allow: string;
  supported: string;
  codecs: readonly string[];
  /** Payload types that need an rtpmap line, by codec. */
  originUser: string;
  sessionName: string;
  numberLength: number;
  plus: boolean;
  displayName: string;
  /** Optional headers that this agent adds to requests. */
  extras: readonly string[];
}

const MODELS = [
  "Yealink SIP-T46S 66.86.0.", "Yealink SIP-T54W 96.86.0.", "Grandstream GXP2170 1.0.11.", "Grandstream HT818 1.0.37.", "Cisco-SIPGateway/IOS-16.12.",
  "Cisco/SPA504G-7.6.", "PolycomVVX-VVX_411-UA/5.9.5.", "PolyEdge-E350-UA/8.1.", "Asterisk PBX 18.20.", "Asterisk PBX 20.9.", "FPBX-16.0.40(",
  "FreeSWITCH-mod_sofia/1.10.", "Linphone-Desktop/5.2.", "Zoiper rv2.10.", "MicroSIP/3.21.", "snomD785/10.1.1", "3CXPhoneSystem 18.0.", "Fanvil X6U 2.12.",
  "Audiocodes-Sip-Gateway-Mediant 4000/v.7.40A.", "OpenSIPS (3.4.", "kamailio (5.8.", "Mitel-5360-SIP-Phone 6.5.", "Gigaset N870 IP PRO/83.V2.5", "Bria 6 release 6.7.",
];
const VERSIONS = 10;
export const USER_AGENTS = MODELS.length * VERSIONS;

const CALL_IDS = [
  "{{callHex:32}}", "{{callHex:16}}@{{callerIp:14}}", "{{callHex:8}}-{{sessionHex:4}}-{{icid:4}}-{{response:4}}-{{nonce:12}}", "{{callHex:24}}@sip.example.net",
  "{{callHex:10}}_{{sessionHex:16}}@{{callerIp:14}}", "B2B.{{callHex:12}}.{{sessionHex:9}}", "{{callHex:48}}", "{{callHex:20}}-{{nonce:8}}~o",
];
const ALLOWS = [
  "INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE", "INVITE,ACK,BYE,CANCEL,OPTIONS,INFO,PRACK,SUBSCRIBE,NOTIFY,REFER,UPDATE",
  "INVITE, ACK, OPTIONS, CANCEL, BYE, UPDATE, PRACK, REFER, NOTIFY", "ACK, BYE, CANCEL, INFO, INVITE, MESSAGE, NOTIFY, OPTIONS, PRACK, REFER, UPDATE",
  "INVITE, BYE, CANCEL, ACK, OPTIONS", "PRACK, INVITE, ACK, BYE, CANCEL, UPDATE, INFO, SUBSCRIBE, NOTIFY, OPTIONS, REFER, MESSAGE, PUBLISH",
];
const SUPPORTED = ["replaces, timer", "100rel, timer, replaces", "timer,100rel,precondition,path,replaces", "outbound, path, gruu", "replaces, 100rel, timer, norefersub", "timer"];
const CODECS = [
  ["PCMA", "PCMU", "telephone-event"], ["G722", "PCMA", "PCMU", "telephone-event"], ["opus", "G722", "PCMA", "telephone-event"], ["G729", "PCMA"],
  ["PCMU", "G729", "telephone-event"], ["AMR-WB", "AMR", "telephone-event"], ["opus", "PCMU", "PCMA", "speex", "telephone-event"], ["iLBC", "PCMA", "telephone-event"],
  ["G722", "G726-32", "PCMU", "PCMA", "G729", "telephone-event"], ["PCMA"], ["AMR", "PCMA", "telephone-event"], ["opus", "telephone-event"],
];
const NAMES = [
  "", "Alice Adler", "Bob", "Reception", "Müller, Jörg", "Line 1", "Support Desk 3", "anonymous", "Chloé", "O'Neill", "Warehouse North", "+49 30 901820", "Conference", "Sales",
];
const ORIGINS = ["-", "root", "FreeSWITCH", "user1", "sip", "AudiocodesGW", "CiscoSystemsSIP-GW-UserAgent", "mitel", "ua", "linphone"];
const SESSIONS = ["-", "call", "SIP Call", "Asterisk PBX", "FreeSWITCH", "session", "Phone-Call", "pjmedia", "Polycom IP Phone"];

/** Number `index` of USER_AGENTS. The same for the same seed. */
export function userAgent(seed: number, index: number): UserAgent {
  const random = new Random(seed ^ 0x5a5a, index);
  const version = `${random.below(90) + 10}${index % VERSIONS}`;
  return {
    name: `${MODELS[Math.floor(index / VERSIONS) % MODELS.length]}${version}`,
    rank: (header) => mix32(hashText(header) ^ mix32(seed + index * 7919)),
    compact: random.chance(0.06), tagLength: random.between(8, 16), branchLength: random.between(10, 16), callId: random.pick(CALL_IDS),
    allow: random.pick(ALLOWS), supported: random.pick(SUPPORTED), codecs: random.pick(CODECS), originUser: random.pick(ORIGINS), sessionName: random.pick(SESSIONS),
    numberLength: random.between(7, 12), plus: random.chance(0.5), displayName: random.pick(NAMES),
    extras: EXTRAS.filter(() => random.chance(0.45)),
  };
}

const EXTRAS = [
  "P-Asserted-Identity", "P-Charging-Vector", "Session-Expires", "P-Early-Media", "Date", "Privacy", "X-Trunk", "User-to-User", "P-Access-Network-Info", "Session-ID",
];

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
