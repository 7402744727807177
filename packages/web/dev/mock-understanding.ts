// DEVELOPMENT TOOL. What the API understands of a sample call: diagnosis, quality, links to a second leg.
import { fromRfc3339, toRfc3339 } from "@sipglass/model";
import type {
  CallJson,
  CheckJson,
  DiagnosisJson,
  FindingJson,
  LinkJson,
  QualityJson,
  QualityReportJson,
  StreamJson,
} from "../src/api/shapes.ts";
import { ladderOf, randomOf } from "./mock-call.ts";
import type { MockCall } from "./mock-call.ts";

const CHECKS: CheckJson[] = [
  ["ack_lost", "ACK lost", ""],
  ["wrong_password", "Wrong password", ""],
  ["codec_mismatch", "No common codec", ""],
  ["nat_private_contact", "Private address in Contact", ""],
  ["one_way_audio", "One-way audio", "media: RTCP, RTP or reports of devices for this call"],
  ["rtcp_high_jitter", "High jitter", "media: RTCP, RTP or reports of devices for this call"],
  ["clock_skew", "Clocks of agents differ", "the same messages from two capture agents"],
].map(([id = "", title = "", needs = ""]) => ({ id, title, outcome: needs === "" ? "absent" : "not_checkable", needs }));

export function diagnosisOf(mock: MockCall): DiagnosisJson {
  const findings = findingsOf(mock);
  const [root] = findings;
  const { call } = mock;
  const verdict =
    root?.sentence ??
    `Answered after ${((call.setup_ms ?? 0) / 1000).toFixed(1)} s, ended by the ${call.ended_by}${call.mos ? `; quality good (MOS ${call.mos.worst.toFixed(1)})` : ""}.`;
  return { verdict, findings, checks: CHECKS.filter(({ id }) => !findings.some((finding) => finding.id === id)) };
}

function findingsOf(mock: MockCall): FindingJson[] {
  const { call } = mock;
  const ladder = ladderOf(mock);
  const row = ladder.rows.find(({ status_code }) => status_code === call.status_code);
  const host = ladder.columns[row?.from ?? 0];
  const evidence = row ? [{ ref: row.ref, call_id: call.id, at: row.at, text: `${row.label} from ${host?.label}` }] : [];
  const made = (id: string, title: string, severity: FindingJson["severity"], sentence: string, next_step: string): FindingJson => ({
    id,
    title,
    severity,
    sentence,
    evidence,
    source: "RFC 3261 §21",
    next_step,
    host: host?.address ?? "",
  });
  const code = call.status_code ?? 0;
  const repeats = ladder.rows.filter(({ retransmission, method }) => retransmission && method === "INVITE");
  const unheard: FindingJson = {
    ...made(
      "request_retransmitted",
      "INVITE sent again",
      "warning",
      `The INVITE had to be sent ${repeats.length + 1} times.`,
      "Look for packet loss or overload on the way to that host.",
    ),
    evidence: repeats.map((each) => ({ ref: each.ref, call_id: call.id, at: each.at, text: "INVITE sent again without an answer" })),
    host: "",
  };
  const more = repeats.length > 0 ? [unheard] : [];
  if (code === 503)
    return [
      made(
        "carrier_congestion",
        "No circuit at the carrier",
        "error",
        `${host?.label} has no free circuit: it refused the call with 503 and cause 34.`,
        `Ask the operator of ${host?.label} for the load of this trunk; send calls over another one meanwhile.`,
      ),
      ...more,
    ];
  if (code === 404)
    return [
      made(
        "number_unknown",
        "Number unknown",
        "error",
        `${host?.label} does not know the number ${call.callee}.`,
        "Check the dialled number, and the dial plan of that host.",
      ),
      ...more,
    ];
  if (call.state === "busy")
    return [made("busy", "Called party busy", "info", `${call.callee} was busy.`, "Nothing to mend: try again later.")];
  if (code >= 400 && call.state !== "cancelled" && call.state !== "no_answer")
    return [
      made(
        "refused",
        "Refused",
        "error",
        `${host?.label} refused the call: ${code} ${call.status_text}.`,
        "Look at the policy of that host.",
      ),
      ...more,
    ];
  if (call.mos && call.mos.worst < 3.6)
    return [
      {
        ...made(
          "poor_quality",
          "Poor quality",
          "warning",
          `${call.callee} heard ${call.caller} badly: loss in bursts.`,
          "Look at the stretch between carrier and media proxy.",
        ),
        evidence: [],
      },
    ];
  return more;
}

const SECOND = 1e6;

export function qualityOf(mock: MockCall): QualityJson {
  const { call } = mock;
  if (!call.mos || !call.answered_at) return { streams: [], verdicts: [] };
  const streams = (["caller_to_callee", "callee_to_caller"] as const).map((direction, index) => streamOf(mock, direction, index));
  const bad = streams.find(({ worst_mos }) => (worst_mos ?? 5) < 3.6);
  return { streams, verdicts: bad ? [`${call.callee} hears ${call.caller} badly: 4.1 % loss in bursts.`] : [] };
}

function streamOf({ call, startUs, steps }: MockCall, direction: StreamJson["direction"], index: number): StreamJson {
  const random = randomOf(call.messages + index + (call.duration_s ?? 0));
  const fromUs = fromRfc3339(call.answered_at ?? "");
  const toUs = fromRfc3339(call.ended_at ?? "");
  const refs = steps.flatMap((step, at) => (step.media ? [`w1:${at + 1}`] : []));
  const worst = call.mos?.worst ?? 4.4;
  const count = Math.max(2, Math.min(40, Math.floor((toUs - fromUs) / (5 * SECOND))));
  const reports = Array.from({ length: count }, (_, i): QualityReportJson => {
    const dip = index === 0 && i > count * 0.4 && i < count * 0.6;
    const mos = Math.max(1, dip ? worst : Math.min(4.41, worst + 0.4 + random() * 0.3));
    const atUs = Math.round(fromUs + ((i + 1) / (count + 1)) * (toUs - fromUs));
    return {
      ref: refs[i % Math.max(1, refs.length)] ?? "",
      at: toRfc3339(atUs),
      source: "rtcp",
      by: call.dst,
      from: toRfc3339(atUs - 5 * SECOND),
      packets_expected: 250,
      packets_lost: dip ? 10 : 0,
      loss_pct: dip ? 4.1 + random() : random() * 0.2,
      reported_loss_pct: dip ? 3.9 : 0,
      discard_pct: null,
      jitter_ms: 2 + random() * (dip ? 40 : 6),
      rtt_ms: 30 + random() * 20,
      burst_r: dip ? 2.1 : null,
      reported_mos: index === 0 ? mos - 0.1 : null,
      reported_r: null,
      mos_lq: mos,
      mos_cq: mos - 0.05,
      r: 80,
    };
  });
  return {
    ssrc: 0x5f1a7e00 + index,
    call_id: call.id,
    src: "10.0.0.5:16384",
    dst: "203.0.113.9:24000",
    direction,
    conversation_rtt_ms: null,
    codec: index === 0 ? "PCMA" : "G729",
    clock_rate_hz: 8000,
    scale: "nb",
    estimated: index === 1,
    from: toRfc3339(startUs),
    to: toRfc3339(toUs),
    packets: 9120,
    lost: 41,
    loss_pct: call.loss_pct,
    jitter_ms: call.jitter_ms,
    max_jitter_ms: 44.1,
    rtt_ms: 31.5,
    burst_r: 2.1,
    mos_lq: worst + 0.2,
    mos_cq: worst + 0.1,
    worst_mos: worst,
    reported_mos: index === 0 ? worst + 0.3 : null,
    source: "rtcp",
    reports,
    rtp: null,
    terms: null,
    why: [
      "Codec PCMA, narrow band: Ie 0, Bpl 4.3.",
      "Loss 0.45 % (41 of 9161 packets), late packets unknown, BurstR 2.1: Ie,eff = 4.8.",
      "Listening: R = 93.2 − 4.8 = 88.4, MOS-LQ 4.29 (ITU-T G.107; satisfied).",
      "Conversation: round trip 31.5 ms, 75.8 ms one way with buffer and codec: Id = 1.8, MOS-CQ 4.24.",
    ],
  };
}

/** Every third call has a second leg: the same call as the carrier's side saw it, and one that is only possible. */
export function linksOf(call: CallJson, others: readonly CallJson[]): LinkJson[] {
  const [second, third] = others;
  if (!second) return [];
  const joined: LinkJson = {
    rule: "x_cid",
    from: call.id,
    to: second.id,
    confidence: 0.99,
    verdict: "joined",
    evidence: `X-CID of the second leg is the Call-ID of the first (${call.call_id.slice(0, 18)}…).`,
  };
  const possible: LinkJson[] = third
    ? [
        {
          rule: "numbers",
          from: call.id,
          to: third.id,
          confidence: 0.41,
          verdict: "possible",
          evidence: "The last seven digits of the called number agree, and the second began 0.4 s later on the next host.",
        },
      ]
    : [];
  return [joined, ...possible];
}
