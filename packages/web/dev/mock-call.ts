// DEVELOPMENT TOOL. Turns a scenario into what the API answers for it: the call, its messages with SIP text, its ladder.
import { fromRfc3339, hostPort, stateOfFinal, toRfc3339 } from "@sipglass/model";
import type { CallState } from "@sipglass/model";
import type { CallJson, Ladder, LadderRow, MessageJson } from "../src/api/shapes.ts";
import { sampleCall } from "./sample-call.ts";
import { HOSTS } from "./scenarios.ts";
import type { Scenario, Step } from "./scenarios.ts";

export interface MockCall {
  call: CallJson;
  steps: Step[];
  startUs: number;
}

/** mulberry32: the same seed gives the same call. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const host = (name: string) => HOSTS[name] ?? { label: name, ip: "192.0.2.1", port: 5060, ua: "" };
const address = (name: string): string => hostPort(host(name).ip, host(name).port);
const NAMES = [
  "+4930123456",
  "+4989555010",
  "1001",
  "1002",
  "1007",
  "+442079460123",
  "anonymous",
  "Reception",
  "+33170180000",
  "+12025550147",
  "+493088776655",
];

export function buildCall(seed: number, startUs: number, scenario: Scenario, untilUs = Number.POSITIVE_INFINITY): MockCall {
  const random = randomOf(seed);
  const pick = (): string => NAMES[Math.floor(random() * NAMES.length)] ?? "1001";
  const all = scenario
    .steps(random)
    .sort((a, b) => a.ms - b.ms)
    .map((step, i) => ({ ...step, ms: step.ms + ((seed * 31 + i * 97) % 900) / 1000 }));
  const steps = all.filter((step) => startUs + step.ms * 1000 <= untilUs);
  const used = steps.length > 0 ? steps : all.slice(0, 1);
  return { call: summary(seed, startUs, scenario, used, [pick(), pick()], random()), steps: used, startUs };
}

function summary(
  seed: number,
  startUs: number,
  scenario: Scenario,
  steps: Step[],
  [caller, callee]: [string, string],
  luck: number,
): CallJson {
  const first = steps[0] as Step;
  const edge = first.from;
  const id = seed.toString(36).padStart(26, "0");
  const sip = steps.filter((step) => !step.media);
  const course = courseOf(startUs, scenario, steps);
  const answered = course.answered_at !== null;
  const mos =
    answered && course.ended_at !== null && luck > 0.3
      ? { worst: 3 + luck * 1.4, average: 3.1 + luck * 1.4, scale: "nb" as const, source: "rtcp" }
      : null;
  const finding = course.status_code === 503 ? "carrier_rejected" : mos && mos.worst < 3.6 ? "poor_quality" : "";
  return {
    ...sampleCall(),
    ...course,
    id,
    session_id: id,
    call_id: `${(seed * 7919).toString(16)}-${seed}@${host(edge).ip}`,
    direction: edge === "phone" ? "outbound" : "internal",
    caller,
    callee,
    from_user: caller,
    from_domain: "example.org",
    to_user: callee,
    to_domain: "example.org",
    src: address(first.from),
    dst: address(first.to),
    hops: [...new Set(sip.flatMap((step) => [step.from, step.to]))].map(address),
    transport: "udp",
    user_agents: [...new Set(sip.map((step) => host(step.from).ua).filter(Boolean))],
    codecs: answered ? ["PCMA", "telephone-event"] : [],
    messages: sip.length,
    retransmissions: sip.filter((step) => step.again).length,
    mos,
    loss_pct: mos ? Math.max(0, 3 - luck * 3) : null,
    jitter_ms: mos ? 4 + luck * 12 : null,
    rtt_ms: mos ? 31.5 : null,
    findings: finding ? [{ id: finding, severity: finding === "poor_quality" ? "warning" : "error" }] : [],
    agents: edge === "phone" ? ["sbc1", "pbx-agent"] : ["edge-fra"],
    revision: steps.length,
  };
}

/** State, code and times, read off the steps as the caller's edge saw them. */
function courseOf(startUs: number, scenario: Scenario, steps: Step[]) {
  const at = (step: Step | undefined): string | null => (step ? toRfc3339(startUs + Math.round(step.ms * 1000)) : null);
  const since = (a: Step | undefined, b: Step | undefined): number | null => (a && b ? Math.round((b.ms - a.ms) * 1000) / 1000 : null);
  const first = steps[0];
  const ringing = steps.find((step) => /^18\d/.test(step.what) && step.to === first?.from);
  const final = steps.find((step) => /^[2-6]\d\d /.test(step.what) && step.to === first?.from && !/CANCEL|BYE/.test(step.what));
  const bye = steps.find((step) => step.what === "BYE");
  const code = final ? Number(final.what.slice(0, 3)) : 0;
  const answered = code >= 200 && code < 300 ? final : undefined;
  const state = stateOf(code, {
    scenario,
    ringing: Boolean(ringing),
    bye: Boolean(bye),
    cancelled: steps.some((step) => step.what === "CANCEL"),
  });
  const end = bye ?? (code >= 300 ? final : undefined) ?? (state === "timeout" ? steps.at(-1) : undefined);
  return {
    state,
    started_at: toRfc3339(startUs),
    ringing_at: at(ringing),
    answered_at: at(answered),
    ended_at: at(end),
    last_seen_at: at(steps.at(-1)),
    pdd_ms: since(first, ringing ?? final),
    setup_ms: since(first, answered),
    ring_ms: since(ringing, final ?? end),
    talk_ms: since(answered, bye),
    disconnect_ms: bye ? 21 : null,
    duration_s: answered && bye ? (bye.ms - answered.ms) / 1000 : null,
    status_code: code || null,
    status_text: final ? final.what.slice(4) : "",
    reason: code === 503 ? { protocol: "Q.850", cause: 34, text: "No circuit/channel available" } : null,
    ended_by: bye ? (bye.from === first?.from ? "caller" : "callee") : "unknown",
  } as const;
}

function stateOf(code: number, seen: { scenario: Scenario; ringing: boolean; bye: boolean; cancelled: boolean }): CallState {
  if (code >= 200 && code < 300) return seen.bye ? "completed" : "established";
  if (code >= 300) return stateOfFinal(code, seen);
  if (seen.scenario.name === "timeout") return "timeout";
  return seen.ringing ? "ringing" : "trying";
}

const SDP = (ip: string): string =>
  [
    "v=0",
    `o=- 3899132 3899132 IN IP4 ${ip}`,
    "s=-",
    `c=IN IP4 ${ip}`,
    "t=0 0",
    "m=audio 16384 RTP/AVP 8 0 101",
    "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-16",
    "a=ptime:20",
    "a=sendrecv",
    "",
  ].join("\r\n");

function sipText({ call }: MockCall, step: Step, index: number): string {
  const response = /^\d{3}/.test(step.what);
  const [code, method] = [step.what.slice(0, 3), response ? (/ (BYE|CANCEL)$/.exec(step.what)?.[1] ?? "INVITE") : step.what];
  const reason = step.what.slice(4).replace(/ (BYE|CANCEL)$/, "");
  const uri = `sip:${call.to_user}@${call.to_domain}`;
  const body = step.sdp ? SDP(host(step.from).ip) : "";
  return [
    response ? `SIP/2.0 ${code} ${reason}` : `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP ${address(response ? step.to : step.from)};branch=z9hG4bK${(index * 7919).toString(36)}x${call.id.slice(-4)};rport`,
    `From: "${call.caller}" <sip:${call.from_user}@${call.from_domain}>;tag=${call.id.slice(-6)}a`,
    `To: <${uri}>${response && code !== "100" ? `;tag=${call.id.slice(-5)}b` : ""}`,
    `Call-ID: ${call.call_id}`,
    `CSeq: ${method === "BYE" ? 2 : 1} ${method}`,
    ...(response ? [] : ["Max-Forwards: 68"]),
    `Contact: <sip:${address(step.from)}>`,
    ...(host(step.from).ua ? [`${response ? "Server" : "User-Agent"}: ${host(step.from).ua}`] : []),
    ...(code === "503" ? ["Retry-After: 30", 'Reason: Q.850;cause=34;text="No circuit/channel available"'] : []),
    "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK",
    ...(body ? ["Content-Type: application/sdp"] : []),
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
}

export function messagesOf(mock: MockCall): MessageJson[] {
  return mock.steps.map((step, index): MessageJson => {
    const response = !step.media && /^\d{3}/.test(step.what);
    const method = response ? (/ (BYE|CANCEL)$/.exec(step.what)?.[1] ?? "INVITE") : step.what;
    const time = toRfc3339(mock.startUs + Math.round(step.ms * 1000));
    return {
      ref: `w1:${index + 1}`,
      time,
      received_at: toRfc3339(fromRfc3339(time) + 1433),
      type: step.media ? 5 : 1,
      method: response || step.media ? null : step.what,
      status_code: response ? Number(step.what.slice(0, 3)) : null,
      status_text: response ? step.what.slice(4).replace(/ (BYE|CANCEL)$/, "") : "",
      cseq: 1,
      cseq_method: method,
      call_id: mock.call.call_id,
      branch: "",
      from_tag: "",
      to_tag: "",
      request_uri: "",
      src: address(step.from),
      dst: address(step.to),
      transport: step.media ? "udp" : "udp",
      agent: "sbc1",
      retransmission: Boolean(step.again),
      also_seen_by: step.seenBy ?? [],
      body_kind: step.sdp ? "sdp" : "",
      raw: step.media
        ? '{"sender_information":{"packets":4120,"octets":659200},"report_blocks":[{"fraction_lost":0,"ia_jitter":41,"dlsr":120}]}'
        : sipText(mock, step, index),
    };
  });
}

export function ladderOf(mock: MockCall): Ladder {
  const names = [...new Set(mock.steps.flatMap((step) => [step.from, step.to]))];
  let before = mock.startUs;
  const rows = mock.steps.map((step, index): LadderRow => {
    const us = mock.startUs + Math.round(step.ms * 1000);
    const code = /^\d{3}/.test(step.what) && !step.media ? Number(step.what.slice(0, 3)) : null;
    const kind = step.media
      ? "media"
      : code === null
        ? "request"
        : code < 200
          ? "provisional"
          : code < 300
            ? "success"
            : code < 400
              ? "redirect"
              : "failure";
    const row = {
      ref: `w1:${index + 1}`,
      at: toRfc3339(us),
      delta_us: index === 0 ? 0 : us - before,
      from: names.indexOf(step.from),
      to: names.indexOf(step.to),
      label: /^\d/.test(step.what) ? step.what.replace(/ (BYE|CANCEL)$/, "") : step.what,
      kind,
      retransmission: Boolean(step.again),
      also_seen_by: step.seenBy ?? [],
      status_code: code,
      method: step.media ? null : code === null ? step.what : (/ (BYE|CANCEL)$/.exec(step.what)?.[1] ?? "INVITE"),
      has_sdp: Boolean(step.sdp),
    } as const;
    before = us;
    return { ...row, also_seen_by: [...row.also_seen_by] };
  });
  return { columns: names.map((name) => ({ id: address(name), label: host(name).label, address: address(name) })), rows };
}
