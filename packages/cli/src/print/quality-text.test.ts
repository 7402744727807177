// Streams as a table, verdicts above it, sums below it.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { StreamJson } from "@sipglass/model";
import { qualityText } from "./quality-text.ts";

const STREAM: StreamJson = {
  ssrc: 0xabc,
  call_id: "c",
  src: "10.0.0.1:4000",
  dst: "10.0.0.2:5000",
  direction: "caller_to_callee",
  codec: "PCMA",
  clock_rate_hz: 8000,
  scale: "nb",
  estimated: false,
  from: null,
  to: null,
  packets: 900,
  lost: 100,
  loss_pct: 10,
  jitter_ms: 12.34,
  max_jitter_ms: 20,
  rtt_ms: null, conversation_rtt_ms: null,
  burst_r: 2.13,
  mos_lq: 3.411,
  mos_cq: null,
  worst_mos: 2.9,
  reported_mos: 3.2,
  source: "rtcp",
  reports: [],
  rtp: null,
  terms: null,
  why: ["Codec PCMA.", "Loss 10 %."],
};

test("verdicts stand above a line for each stream", () => {
  const text = qualityText({ streams: [STREAM], verdicts: ["Bob hears Alice badly."] }, { width: 200 });
  const [verdict, title, line] = text.split("\n");
  assert.equal(verdict, "Bob hears Alice badly.");
  assert.match(title ?? "", /^heard +media +codec +MOS +worst +talk MOS +reported +loss +jitter +round trip +from/);
  assert.match(
    line ?? "",
    /^caller → callee +10\.0\.0\.1:4000 → 10\.0\.0\.2:5000 +PCMA +3\.41 +2\.90 +3\.20 +10 % +12\.3 ms +rtcp +bursts ×2\.1$/,
  );
});

test("the sums behind it on demand, nothing where nobody measured", () => {
  assert.match(
    qualityText({ streams: [STREAM], verdicts: [] }, { width: 80, why: true }),
    /SSRC 0x00000abc\n {2}Codec PCMA\.\n {2}Loss 10 %\.\n$/,
  );
  assert.equal(qualityText({ streams: [], verdicts: [] }, { width: 80 }), "");
});

test("keys and late packets of captured media are named, estimates marked", () => {
  const rtp: StreamJson["rtp"] = {
    payload_types: [8],
    duplicates: 0,
    out_of_order: 0,
    late: 3,
    jitter_buffer_ms: 60,
    bursts: 0,
    longest_burst: 0,
    max_delta_ms: 20,
    mean_delta_ms: 20,
    timestamp_jumps: 0,
    talk_spurts: 1,
    comfort_noise: 0,
    dtmf: [
      { digit: "4", at: null, duration_ms: 80 },
      { digit: "#", at: null, duration_ms: 80 },
    ],
  };
  const text = qualityText({ streams: [{ ...STREAM, burst_r: null, codec: "opus", estimated: true, rtp }], verdicts: [] }, { width: 200 });
  assert.match(text, /opus ~.*3 late, keys 4#\n$/);
});
