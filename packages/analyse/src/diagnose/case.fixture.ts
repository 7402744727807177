// Cases for tests of rules, from a few lines. The lines become packets, the real tracker makes calls of them and the real arranging their messages.
//
//   host P 203.0.113.9:5080          other than the usual: A caller, P and Q proxies, B C D called parties, X a stranger
//   A>P INVITE sdp                   10 ms after the line before; from and to tags, Vias, CSeq, Contact come by themselves
//   P>B INVITE                       sent on: Vias stacked, headers and body carried along
//   +200ms B>P 180                   after the line before; @4s = since the beginning
//   P>A 180                          relayed, with everything the 180 had
//   B>P 200 sdp(codecs=PCMA,te port=5000 ip=10.0.0.1 dir=sendonly proto=RTP/SAVP a=ptime:30 ; kind=video port=0)
//   P>B INVITE repeat=0.5,1.5,3.5    and sent again after so many seconds; `again` sends what was said before once more
//   ~ A>P ACK                        happened, but nobody captured it
//   A>P BYE | Reason: Q.850;cause=16 | -Contact            headers of its own; - leaves one out
// Options: via=HOST:PORT (sent-by) leg=NAME (another Call-ID) cseq=N for=METHOD from=TAG to=TAG branch=B side=callee ruri=URI user=NAME phrase="…" start="…" new
//   tcp|tls|ws by=AGENT[,AGENT][@CLOCK_OFFSET_S] challenge(realm=… nonce=… stale=true algorithm=…) on 401/407, auth(…) on the retry, nosdp, body(TYPE text\n…)
// `A>B RTCP {json}` and `A>B LOG text` are attached to the leg.
import assert from "node:assert/strict";
import { encodeHep3 } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Check, type Diagnosis, type Finding, type Packet, type Quality, type Stream } from "@sipglass/model";
import { openCapture } from "../offline/open-capture.ts";
import { Case, type DiagnosisInput } from "./case.ts";
import { diagnose } from "./diagnose.ts";
import type { Rule } from "./rule.ts";
import { ScriptLeg, transport, type ScriptHost } from "./script-messages.fixture.ts";
import { scriptLine, type ScriptLine } from "./script-words.fixture.ts";

const START_US = 1_795_196_999_000_000;
const STEP_US = 10_000;

const HOSTS: Readonly<Record<string, string>> = {
  A: "192.0.2.10",
  P: "192.0.2.1",
  Q: "192.0.2.2",
  B: "192.0.2.20",
  C: "192.0.2.30",
  D: "192.0.2.40",
  X: "198.51.100.66",
};

export interface CaseExtras {
  quality?: Partial<Quality>;
  /** Streams of media; what is not said is that of a good G.711 stream. */
  streams?: Partial<Stream>[];
  links?: DiagnosisInput["links"];
  nameOf?: DiagnosisInput["nameOf"];
}

export function caseInput(text: string, extras: CaseExtras = {}): DiagnosisInput {
  const packets = packetsOf(text);
  if (packets.length === 0) return { legs: [] };
  const bytes = packets.map((packet) => {
    const frame = encodeHep3(packet);
    if (!(frame instanceof Uint8Array)) throw new Error("case script: message too large");
    return frame;
  });
  const capture = openCapture(new Uint8Array(bytes.flatMap((frame) => [...frame])));
  const legs = capture.calls.map((call) => ({ call, messages: capture.messagesOf(call) }));
  const { quality, streams, links, nameOf } = extras;
  const media =
    (quality ?? streams)
      ? { quality: { streams: (streams ?? []).map((stream) => goodStream(legs[0]?.call.id ?? "", stream)), verdicts: [], ...quality } }
      : {};
  return { legs, ...media, ...(links === undefined ? {} : { links }), ...(nameOf === undefined ? {} : { nameOf }) };
}

export const caseOf = (text: string, extras?: CaseExtras): Case => new Case(caseInput(text, extras));

export const diagnoseScript = (text: string, extras?: CaseExtras): Diagnosis => diagnose(caseInput(text, extras));

function outcomeOf(rule: Rule, text: string, extras?: CaseExtras): { finding: Finding | undefined; check: Check | undefined } {
  const { findings, checks } = diagnose(caseInput(text, extras), [rule]);
  return { finding: findings[0], check: checks[0] };
}

/** The finding, whose evidence points to messages of the case. */
export function assertFound(rule: Rule, text: string, extras?: CaseExtras): Finding {
  const input = caseInput(text, extras);
  const { findings, checks } = diagnose(input, [rule]);
  const finding = findings[0];
  assert.ok(finding, `${rule.id} was not found: ${checks[0]?.outcome} ${checks[0]?.needs ?? ""}`);
  const refs = new Set(input.legs.flatMap(({ messages }) => messages.map(({ ref }) => ref)));
  assert.ok(finding.evidence.length > 0, `${rule.id} shows no evidence`);
  for (const { ref, text } of finding.evidence) {
    assert.ok(ref === "" || refs.has(ref), `${rule.id} points to no message: ${ref}`);
    assert.notEqual(text, "");
  }
  assert.match(finding.sentence, /^\S.*[.!]$/s, "a sentence ends with a full stop");
  assert.doesNotMatch(finding.sentence, /undefined|NaN|\[object/);
  return finding;
}

export function assertAbsent(rule: Rule, text: string, extras?: CaseExtras): void {
  const { finding, check } = outcomeOf(rule, text, extras);
  assert.deepEqual([check?.outcome, finding?.sentence ?? check?.needs], ["absent", ""]);
}

export function assertNotCheckable(rule: Rule, text: string, extras?: CaseExtras): string {
  const { finding, check } = outcomeOf(rule, text, extras);
  assert.equal(check?.outcome, "not_checkable", finding?.sentence);
  assert.doesNotMatch(check.needs, /failed on these messages|^$/);
  return check.needs;
}

/** A good call through a proxy, to its end. */
export const CLEAN_CALL = `
  A>P INVITE sdp
  P>A 100
  P>B INVITE
  B>P 100
  +200ms B>P 180
  P>A 180
  +4s B>P 200 sdp
  P>A 200
  A>P ACK
  P>B ACK
  +192s A>P BYE
  P>B BYE
  B>P 200
  P>A 200`;

/** Capture began when the call was nearly over: its INVITE was not seen. */
export const BEGAN_LATE = "~ A>B INVITE\n~ B>A 200\n~ A>B ACK\nA>B BYE\nB>A 200";

/** Capture sees what one side sends and nothing of the other. */
export const ONLY_REQUESTS = "A>P INVITE sdp";
export const ONLY_RESPONSES = "~ A>P INVITE sdp\nP>A 183";

/** A call that is answered between two ends; what follows is up to the case. */
export const ANSWERED = "A>B INVITE sdp\nB>A 180\n@4s B>A 200 sdp\nA>B ACK\n";

function packetsOf(text: string): Packet[] {
  const hosts = new Map<string, ScriptHost>(Object.entries(HOSTS).map(([name, ip]) => [name, { name, ip, port: 5060 }]));
  const legs = new Map<string, ScriptLeg>();
  const packets: Packet[] = [];
  let atUs = START_US - STEP_US;
  for (const raw of text.split("\n").map((line) => line.trim())) {
    if (raw === "" || raw.startsWith("#")) continue;
    const own = /^host (\w+) (\S+?)(?::(\d+))?$/.exec(raw);
    if (own !== null) {
      hosts.set(own[1] ?? "", { name: own[1] ?? "", ip: own[2] ?? "", port: Number(own[3] ?? 5060) });
      continue;
    }
    const line = scriptLine(raw);
    atUs = line.time === undefined ? atUs + STEP_US : (line.time.from === "start" ? START_US : atUs) + line.time.us;
    packets.push(...linePackets(line, hosts, legs, atUs));
  }
  return packets.toSorted((a, b) => a.timeUs - b.timeUs);
}

function linePackets(line: ScriptLine, hosts: ReadonlyMap<string, ScriptHost>, legs: Map<string, ScriptLeg>, atUs: number): Packet[] {
  const [from, to] = [hosts.get(line.from), hosts.get(line.to)];
  if (!from || !to) throw new Error(`case script: unknown host in ${line.from}>${line.to}`);
  const name = line.options.get("leg") ?? "leg1";
  const leg = legs.get(name) ?? new ScriptLeg(`${name}@test`);
  legs.set(name, leg);
  const type = line.what === "RTCP" ? PAYLOAD_TYPE.RTCP_JSON : line.what === "LOG" ? PAYLOAD_TYPE.LOG : PAYLOAD_TYPE.SIP;
  const text = type === PAYLOAD_TYPE.SIP ? leg.say(line, from, to) : line.rest;
  if (line.unseen) return [];
  const repeats = (line.options.get("repeat") ?? "")
    .split(",")
    .filter((word) => word !== "")
    .map(Number);
  return (line.options.get("by") ?? "sbc1").split(",").flatMap((agent) => {
    const [agentName = "", offset] = agent.split("@");
    return [0, ...repeats].map((seconds): Packet => ({
      version: 3,
      ipVersion: from.ip.includes(":") ? 6 : 4,
      ipProtocol: transport(line.options) === "UDP" ? 17 : 6,
      src: from.ip,
      srcPort: from.port,
      dst: to.ip,
      dstPort: to.port,
      timeUs: atUs + Math.round((seconds + Number(offset ?? 0)) * 1e6),
      payloadType: type,
      agentId: 1,
      agentName,
      correlationId: type === PAYLOAD_TYPE.SIP ? "" : leg.callId,
      authKey: "",
      vlan: 0,
      payload: new TextEncoder().encode(text),
    }));
  });
}

function goodStream(callId: string, change: Partial<Stream>): Stream {
  return {
    ssrc: 1,
    callId,
    src: "192.0.2.10:40000",
    dst: "192.0.2.20:40000",
    direction: "caller_to_callee",
    codec: "PCMU",
    clockRateHz: 8000,
    scale: "nb",
    estimated: false,
    fromUs: START_US + 5_000_000,
    toUs: START_US + 195_000_000,
    packets: 9500,
    lost: 0,
    lossPct: 0,
    jitterMs: 2,
    maxJitterMs: 5,
    rttMs: 20,
    conversationRttMs: null,
    burstR: null,
    mosLq: 4.4,
    mosCq: 4.3,
    worstMos: 4.3,
    reportedMos: null,
    source: "rtcp",
    reports: [],
    rtp: null,
    terms: null,
    why: [],
    ...change,
  };
}
