// Reports of RTP agents (HEP 34, 35) and of Oracle SBCs (38).
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeReport } from "./decode-report.ts";
import type { MediaReport, StreamReport } from "./media-report.ts";
import { mosOf, numberOf, rFactorOf } from "./report-number.ts";

const reportOf = (type: number, value: unknown): MediaReport => {
  const report = decodeReport(type, typeof value === "string" ? value : JSON.stringify(value));
  assert.ok(report.ok);
  return report.value;
};
/** What the stream says, without what it leaves open. */
const said = (stream: StreamReport | undefined): object =>
  Object.fromEntries(Object.entries(stream!).filter(([, value]) => value !== null && value !== "" && value !== 0));

const AGENT = {
  CORRELATION_ID: "corr-1",
  RTP_SIP_CALL_ID: "call-1@glass",
  DELTA: 19.98,
  JITTER: 3.1,
  REPORT_TS: 1_767_225_600.5,
  TL_BYTE: 160_000,
  SKEW: 0.4,
  TOTAL_PK: 950,
  EXPECTED_PK: 1000,
  PACKET_LOSS: 50,
  SEQ: 5,
  MAX_JITTER: 9.5,
  MAX_DELTA: 60,
  MAX_SKEW: 3,
  MEAN_JITTER: 2.5,
  MIN_MOS: 3.2,
  MEAN_MOS: 4.1,
  MOS: 4.2,
  RFACTOR: 88,
  MIN_RFACTOR: 70,
  MEAN_RFACTOR: 85.5,
  SRC_IP: "192.0.2.1",
  SRC_PORT: 40_000,
  DST_IP: "192.0.2.2",
  DST_PORT: 50_000,
  OUT_ORDER: 2,
  SSRC_CHG: 0,
  CODEC_PT: 8,
  CLOCK: 8000,
  CODEC_NAME: "PCMA",
  DIR: 0,
  REPORT_NAME: "192.0.2.1:40000",
  PARTY: 0,
  TYPE: "HANGUP",
};

test("an agent's final report: ends, counts, jitter, delays and scores", () => {
  const report = reportOf(34, AGENT);
  const { streams, fields, ...rest } = report;
  assert.deepEqual(rest, {
    source: "rtp_agent",
    callId: "call-1@glass",
    fromTag: "",
    toTag: "",
    kind: "final",
    reporter: "192.0.2.1:40000",
    startUs: 0,
    stopUs: 1_767_225_600_500_000,
  });
  assert.deepEqual(said(streams[0]), {
    direction: "unknown",
    src: "192.0.2.1",
    srcPort: 40_000,
    dst: "192.0.2.2",
    dstPort: 50_000,
    codec: "PCMA",
    payloadType: 8,
    clockRateHz: 8000,
    packets: 950,
    expectedPackets: 1000,
    lostPackets: 50,
    outOfOrderPackets: 2,
    octets: 160_000,
    lossPct: 5,
    jitterMs: 2.5,
    maxJitterMs: 9.5,
    maxDeltaMs: 60,
    maxSkewMs: 3,
    mos: 4.1,
    minMos: 3.2,
    rFactor: 85.5,
    minRFactor: 70,
  });
  assert.equal(fields["SSRC_CHG"], "0");
});

test("a periodic report, numbers as strings, scores ×100, the call by its correlation id", () => {
  const report = reportOf(35, { ...AGENT, TYPE: "PERIODIC", RTP_SIP_CALL_ID: "", MEAN_MOS: "410", MEAN_RFACTOR: "8550", TOTAL_PK: "950" });
  assert.deepEqual(
    [report.kind, report.source, report.callId, report.streams[0]?.mos, report.streams[0]?.rFactor],
    ["interval", "rtp_agent_short", "corr-1", 4.1, 85.5],
  );
});

test("type 35 may also be the text of a phone's report", () => {
  const report = reportOf(35, "NLR=1.5 JDR=0.5 IAJ=4 MOSLQ=4.2 MOSCQ=4.1");
  assert.deepEqual(
    [report.source, report.streams[0]?.lossPct, report.streams[0]?.jitterMs, report.streams[0]?.mosLq, report.streams[0]?.mosCq],
    ["vq_rtcpxr", 1.5, 4, 4.2, 4.1],
  );
});

test("an SBC's record: one stream a side, scores ÷100", () => {
  const report = reportOf(38, {
    NAME: "sbc-1",
    INC_ID: "in@glass",
    OUT_ID: "out@glass",
    INC_REALM: "access",
    OUT_REALM: "core",
    INC_MOS: 420,
    INC_RVAL: 8500,
    INC_RTP_PK: 990,
    INC_RTP_PK_LOSS: 10,
    INC_RTP_BYTE: 158_400,
    INC_RTP_AVG_JITTER: 8,
    INC_RTP_MAX_JITTER: 22,
    INC_RTCP_AVG_LAT: 30,
    OUT_MOS: 310,
    OUT_RVAL: 6000,
    OUT_RTP_PK: 100,
    OUT_RTP_PK_LOSS: 0,
    CALLER_SRC_IP: "192.0.2.1",
    CALLER_SRC_PORT: 4000,
    CALLER_DST_IP: "192.0.2.9",
    CALLER_DST_PORT: 5000,
    CALLEE_SRC_IP: "198.51.100.2",
    MEDIA_TYPE: 8,
  });
  assert.deepEqual([report.callId, report.reporter, report.fields["OUT_REALM"]], ["in@glass", "sbc-1", "core"]);
  assert.deepEqual(report.streams.map(said), [
    {
      direction: "received",
      src: "192.0.2.1",
      srcPort: 4000,
      dst: "192.0.2.9",
      dstPort: 5000,
      payloadType: 8,
      packets: 990,
      lostPackets: 10,
      octets: 158_400,
      lossPct: 1,
      jitterMs: 8,
      maxJitterMs: 22,
      roundTripMs: 30,
      mos: 4.2,
      rFactor: 85,
    },
    { direction: "received", src: "198.51.100.2", payloadType: 8, packets: 100, mos: 3.1, rFactor: 60 },
  ]);
});

test("what is no report is refused", () => {
  for (const [type, text] of [
    [34, "{}"],
    [34, "[1]"],
    [34, "nonsense"],
    [35, "nonsense"],
    [38, '{"NAME":"x"}'],
    [1, JSON.stringify(AGENT)],
  ] as const) {
    assert.deepEqual(decodeReport(type, text), { ok: false, reason: "report_malformed", at: 0 });
  }
});

test("MOS and R on every scale; 0 and 127 stand for nothing", () => {
  assert.deepEqual([4.2, 42, 420, "4.2", 0, 127, -1, "x", 9000].map(mosOf), [4.2, 4.2, 4.2, 4.2, null, null, null, null, null]);
  assert.deepEqual([93, 9300, 110, 0, 127, 1e9].map(rFactorOf), [93, 93, 110, null, null, null]);
  assert.deepEqual(["12 ms", "-3.5", ".5", "", null, Number.NaN].map(numberOf), [12, -3.5, null, null, null, null]);
});

test("any text under any type never throws", () => {
  const names = fc.constantFrom(...Object.keys(AGENT), "INC_MOS", "INC_RTP_PK", "OUT_RTP_PK");
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.dictionary(names, fc.jsonValue()).map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(fc.constantFrom(34, 35, 38), text, (type, value) => void decodeReport(type, value)),
    { numRuns: 300 },
  );
});
