// Voice quality reports of phones (RFC 6035) in the spellings that exist.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { MediaReport } from "./media-report.ts";
import { decodeVqRtcpxr } from "./vq-rtcpxr.ts";

const SESSION = [
  "VQSessionReport: CallTerm",
  "CallID: 6dg37f1890463",
  "LocalID: Anna <sip:anna@glass.example>",
  "RemoteID: Boris <sip:boris@glass.example>",
  "OrigID: Anna <sip:anna@glass.example>",
  "LocalGroup: g-1",
  "LocalAddr: IP=192.0.2.1 PORT=5000 SSRC=0x1a3b5c7d",
  "LocalMAC: 00:1f:5b:cc:21:0f",
  "RemoteAddr: IP=198.51.100.2 PORT=5002 SSRC=0x2a3b5c7d",
  "LocalMetrics:",
  "Timestamps: START=2026-01-01T00:00:00Z STOP=2026-01-01T00:01:00.5Z",
  'SessionDesc: PT=18 PD=G729 SR=8000 FD=20 FO=20 FPP=2 PPS=50 FMTP="annexb=no;x y" PLC=3 SSUP=on',
  "JitterBuffer: JBA=3 JBR=2 JBN=40 JBM=80 JBX=120",
  "PacketLoss: NLR=5.0 JDR=2.0",
  "BurstGapLoss: BLD=1 BD=100 GLD=2.0 GD=500 GMIN=16",
  "Delay: RTD=200 ESD=140 SOWD=95 IAJ=2 MAJ=10",
  "Signal: SL=-18 NL=-50 RERL=55",
  "QualityEst: RLQ=90 RCQ=85 EXTRI=90 MOSLQ=4.2 MOSCQ=4.3 QoEEstAlg=P.564",
  "RemoteMetrics:",
  "PacketLoss: NLR=1.0 JDR=0.0",
  "Delay: RTD=210 IAJ=3",
  "QualityEst: MOSLQ=3.9 MOSCQ=127",
  "DialogID: 6dg37f1890463;to-tag=8472761;from-tag=9123dh311",
];
const reportOf = (text: string): MediaReport => {
  const report = decodeVqRtcpxr(text);
  assert.ok(report.ok);
  return report.value;
};

test("the full report of the standard: session, both directions, times and tags", () => {
  const report = reportOf(SESSION.join("\r\n") + "\r\n");
  const { streams, fields, ...rest } = report;
  assert.deepEqual(rest, {
    source: "vq_rtcpxr",
    callId: "6dg37f1890463",
    fromTag: "9123dh311",
    toTag: "8472761",
    kind: "final",
    reporter: "Anna <sip:anna@glass.example>",
    startUs: 1_767_225_600_000_000,
    stopUs: 1_767_225_660_500_000,
  });
  const [local, remote] = streams;
  assert.deepEqual(
    [local?.direction, local?.src, local?.srcPort, local?.ssrc, local?.dst, local?.dstPort],
    ["received", "198.51.100.2", 5002, 0x2a3b5c7d, "192.0.2.1", 5000],
  );
  assert.deepEqual([remote?.direction, remote?.src, remote?.ssrc, remote?.dst], ["sent", "192.0.2.1", 0x1a3b5c7d, "198.51.100.2"]);
  assert.deepEqual(
    [
      local?.codec,
      local?.payloadType,
      local?.clockRateHz,
      local?.lossPct,
      local?.discardPct,
      local?.burstDensityPct,
      local?.burstMs,
      local?.gapDensityPct,
      local?.gapMs,
      local?.gmin,
    ],
    ["G729", 18, 8000, 5, 2, 1, 100, 2, 500, 16],
  );
  assert.deepEqual(
    [
      local?.roundTripMs,
      local?.endSystemDelayMs,
      local?.oneWayDelayMs,
      local?.jitterMs,
      local?.meanAbsoluteJitterMs,
      local?.signalDbm,
      local?.noiseDbm,
      local?.rerlDb,
    ],
    [200, 140, 95, 2, 10, -18, -50, 55],
  );
  assert.deepEqual(
    [local?.rLq, local?.rCq, local?.mosLq, local?.mosCq, local?.mos, local?.rFactor, local?.jitterBufferNominalMs],
    [90, 85, 4.2, 4.3, 4.3, 85, 40],
  );
  assert.deepEqual([remote?.lossPct, remote?.mosLq, remote?.mosCq, remote?.mos], [1, 3.9, null, 3.9]);
  assert.equal(fields["local.SESSIONDESC.FMTP"], "annexb=no;x y");
  assert.equal(fields["local.QUALITYEST.QOEESTALG"], "P.564");
  assert.equal(fields["LOCALMAC"], "00:1f:5b:cc:21:0f");
});

test("lower case, no blank behind colons, bare LF, x- names and SSRC without 0x change nothing", () => {
  const plain = reportOf(SESSION.join("\r\n"));
  const odd = SESSION.map((line) =>
    line
      .replace(": ", ":")
      .replace("=0x", "=")
      .replace(/^(Signal|Delay|LocalMetrics|DialogID|PacketLoss)/, (name) => `x-${name.toLowerCase()}`),
  );
  const report = reportOf(odd.join("\n"));
  assert.deepEqual(report.streams, plain.streams);
  assert.deepEqual([report.callId, report.toTag, report.fromTag], [plain.callId, plain.toTag, plain.fromTag]);
});

test("groups without LocalMetrics before them are local", () => {
  const report = reportOf(
    ["VQIntervalReport", "CallID: c-1", "PacketLoss: NLR=2.5", "QualityEst: MOSLQ=41"]
      .join("\r\n")
      .replace("VQIntervalReport", "VQIntervalReport: "),
  );
  assert.deepEqual([report.kind, report.streams.length, report.streams[0]?.lossPct, report.streams[0]?.mosLq], ["interval", 1, 2.5, 4.1]);
});

test("an alert keeps its parameters", () => {
  const report = reportOf(
    ["VQAlertReport: Type=NLR Severity=Critical Dir=local", "CallID: c-1", "LocalMetrics:", "PacketLoss: NLR=25"].join("\r\n"),
  );
  assert.deepEqual([report.kind, report.fields["VQALERTREPORT.SEVERITY"], report.streams[0]?.lossPct], ["alert", "Critical", 25]);
});

test("a report that names only its dialog belongs to that call", () => {
  assert.equal(reportOf("PacketLoss: NLR=1\r\nDialogID: d-1@glass;to-tag=1;from-tag=2").callId, "d-1@glass");
});

test("what is no report is refused", () => {
  for (const text of ["", "hello", "v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\n", "Subject: x"]) {
    assert.deepEqual(decodeVqRtcpxr(text), { ok: false, reason: "report_malformed", at: 0 });
  }
});

test("any text, also lines of a report in any order and cut anywhere, never throws", () => {
  fc.assert(fc.property(fc.string(), (text) => void decodeVqRtcpxr(text)));
  fc.assert(
    fc.property(fc.shuffledSubarray(SESSION), fc.nat(2000), (lines, length) => void decodeVqRtcpxr(lines.join("\n").slice(0, length))),
    { numRuns: 200 },
  );
});
