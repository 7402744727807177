// Reports of phones, proxies and agents: their direction, their figures as said, and what is computed from them beside.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PAYLOAD_TYPE, type Stream } from "@sipglass/model";
import { answered, CALLEE, CALLER, leg, otherView, rtcpView, sipView } from "./quality.fixture.ts";
import { qualityOf } from "./quality-of.ts";

const by = (streams: readonly Stream[]): Partial<Record<Stream["direction"], Stream>> =>
  Object.fromEntries(streams.map((stream) => [stream.direction, stream]));
const PHONE =
  "X-RTP-Stat: CS=60;PS=3000;ES=3010;OS=480000;SP=0/0;SO=0;QS=-;PR=2850;ER=3000;OR=456000;CR=0;SR=0;QR=-;PL=150,30;BL=0;LS=0;RB=0/0;SB=-/-;EN=PCMA;DE=PCMA;JI=23,2;DL=40,41,45;IP=10.0.0.1:40000,10.0.0.2:50000\r\n";

test("the statistics in a BYE: what its sender received came from the other side, what it sent went there", () => {
  const { streams } = qualityOf(
    leg([...answered(), sipView(62_000, CALLER, CALLEE, "BYE sip:bob@10.0.0.2", { cseq: "2 BYE", headers: PHONE })]),
  );
  const { callee_to_caller: received, caller_to_callee: sent } = by(streams);
  // 150 of 3000 expected lost, jitter 23 ms, one value of DL: 40 ms.
  assert.deepEqual(
    [received?.lossPct, received?.jitterMs, received?.rttMs, received?.packets, received?.lost, received?.source],
    [5, 23, 40, 2850, 150, "rtp_stat"],
  );
  // 30 of 3000 sent.
  assert.deepEqual([sent?.lossPct, sent?.jitterMs, sent?.lost], [1, 2, 30]);
  assert.deepEqual([received?.src, received?.dst], ["10.0.0.2:50000", "10.0.0.1:40000"]);
});

test("a BYE of the callee is seen from there, and a proxy that passes it on does not make two", () => {
  const bye = (ms: number) =>
    sipView(ms, CALLEE, CALLER, "BYE sip:alice@10.0.0.1", { cseq: "1 BYE", headers: PHONE, fromTag: "b", toTag: "a" });
  const { streams } = qualityOf(leg([...answered(), bye(62_000), { ...bye(62_001), ref: "second hop" }]));
  const { caller_to_callee: received } = by(streams);
  assert.deepEqual([streams.length, received?.lossPct, received?.reports.length], [2, 5, 1]);
});

test("the proxy's statistics of the call as a whole have no direction", () => {
  const headers =
    "X-RTP-Stat: MOS=3.2;Jitter=12;PacketLossPct=4;RTT=56000;RTPStat=RTP: 480000 bytes, 3000 packets, 0 errors; RTCP: 1 bytes, 1 packets, 0 errors\r\n";
  const { streams } = qualityOf(leg([...answered(), sipView(62_000, CALLER, CALLEE, "BYE sip:bob@10.0.0.2", { cseq: "2 BYE", headers })]));
  assert.deepEqual(
    streams.map(({ direction, reportedMos, lossPct, jitterMs, rttMs, packets }) => [
      direction,
      reportedMos,
      lossPct,
      jitterMs,
      rttMs,
      packets,
    ]),
    [["unknown", 3.2, 4, 12, 56, 3000]],
  );
  assert.ok(streams[0]?.mosLq !== null && streams[0]?.mosLq !== 3.2);
});

const VQ = [
  "VQSessionReport: CallTerm",
  "CallID: leg@test",
  "LocalID: <sip:bob@example.org>",
  "RemoteID: <sip:alice@example.org>",
  "OrigID: <sip:alice@example.org>",
  "LocalAddr: IP=10.0.0.2 PORT=50000 SSRC=0xb000000b",
  "RemoteAddr: IP=10.0.0.1 PORT=40000 SSRC=0xa000000a",
  "LocalMetrics:",
  "Timestamps: START=2023-11-14T22:13:22Z STOP=2023-11-14T22:14:22Z",
  "SessionDesc: PT=18 PD=G729 SR=8000 FD=20 FPP=1 PPS=50 PLC=3 SSUP=on",
  "JitterBuffer: JBA=3 JBR=2 JBN=40 JBM=80 JBX=120",
  "PacketLoss: NLR=5.0 JDR=2.0",
  "BurstGapLoss: BLD=50 BD=140 GLD=0 GD=860 GMIN=16",
  "Delay: RTD=200 ESD=140 IAJ=2",
  "QualityEst: RLQ=55 RCQ=50 MOSLQ=2.8 MOSCQ=2.6",
  "DialogID: leg@test;to-tag=a;from-tag=b",
  "",
].join("\r\n");

test("RFC 6035: local metrics are what the reporter received; its own opinion stands beside what its figures mean", () => {
  const publish = sipView(63_000, CALLEE, { ip: "10.0.0.5", port: 5060 }, "PUBLISH sip:collector@example.org", {
    cseq: "1 PUBLISH",
    body: VQ,
    contentType: "application/vq-rtcpxr",
    fromTag: "x",
  });
  const { streams } = qualityOf(leg([...answered(), publish]));
  assert.equal(streams.length, 1);
  const [stream] = streams;
  assert.ok(stream);
  assert.deepEqual([stream.direction, stream.ssrc, stream.codec, stream.source], ["caller_to_callee", 0xa000_000a, "G729", "vq_rtcpxr"]);
  assert.deepEqual([stream.lossPct, stream.rttMs, stream.jitterMs, stream.reportedMos], [5, 200, 2, 2.6]);
  // 50 % · 140 of 1000 ms = 7 % lost; the next with 0.5: 0.93 / 0.5 = 1.86. Ppl = 7: 10 + 85 · 7 / (7 / 1.86 + 19) = 36.14; R = 57.06.
  const r = stream.reports[0]?.r ?? 0;
  assert.ok(Math.abs(r - 57.06) < 0.02, String(r));
  // 200 / 2 + 140 as the phone says = 240 ms one way: Id = 0.024 · 240 + 0.11 · 62.7 = 12.66; R = 44.4, MOS 2.29.
  assert.ok(Math.abs((stream.mosCq ?? 0) - 2.29) < 0.01, String(stream.mosCq));
});

test("an RTP agent's report finds its stream by address, and joins what RTCP said of the same SSRC", () => {
  const report = JSON.stringify({
    CORRELATION_ID: "leg@test",
    RTP_SIP_CALL_ID: "leg@test",
    REPORT_TS: 1_700_000_060,
    TOTAL_PK: 2900,
    EXPECTED_PK: 3000,
    PACKET_LOSS: 100,
    MEAN_JITTER: 4,
    MAX_JITTER: 9,
    MEAN_MOS: 3.9,
    SRC_IP: CALLER.ip,
    SRC_PORT: CALLER.port,
    DST_IP: CALLEE.ip,
    DST_PORT: CALLEE.port,
    CODEC_NAME: "PCMA",
    CLOCK: 8000,
    TYPE: "HANGUP",
  });
  const block = { source_ssrc: 77, highest_seq_no: 300, fraction_lost: 0, packets_lost: 0, ia_jitter: 8, lsr: 0, dlsr: 0 };
  const { streams } = qualityOf(
    leg([
      ...answered(),
      rtcpView(5000, CALLEE, CALLER, { ssrc: 78, type: 201, report_blocks: [block] }),
      otherView(60_000, CALLER, CALLEE, PAYLOAD_TYPE.RTP_REPORT, report),
    ]),
  );
  assert.deepEqual(
    streams.map(({ ssrc, direction, source, reportedMos, lossPct }) => [ssrc, direction, source, reportedMos, lossPct]),
    [[77, "caller_to_callee", "rtcp", 3.9, 0]],
  );
  const agent = streams[0]?.reports.find(({ source }) => source === "rtp_report");
  assert.deepEqual([agent?.lossPct, agent?.packetsExpected, agent?.jitterMs, agent?.reportedMos], [(100 / 3000) * 100, 3000, 4, 3.9]);
});

test("an Oracle border controller: one stream from each side, MOS and R a hundredfold", () => {
  const json = JSON.stringify({
    INC_ID: "leg@test",
    OUT_ID: "leg@test",
    INC_RTP_PK: 1000,
    INC_RTP_PK_LOSS: 0,
    INC_RTP_AVG_JITTER: 3,
    INC_RTP_MAX_JITTER: 8,
    INC_MOS: 410,
    INC_RVAL: 9000,
    OUT_RTP_PK: 900,
    OUT_RTP_PK_LOSS: 100,
    OUT_RTP_AVG_JITTER: 30,
    OUT_RTP_MAX_JITTER: 70,
    OUT_MOS: 320,
    OUT_RVAL: 6500,
    CALLER_SRC_IP: CALLER.ip,
    CALLER_SRC_PORT: CALLER.port,
    CALLER_DST_IP: "10.0.0.9",
    CALLER_DST_PORT: 1,
    CALLEE_SRC_IP: CALLEE.ip,
    CALLEE_SRC_PORT: CALLEE.port,
    CALLEE_DST_IP: "10.0.0.9",
    CALLEE_DST_PORT: 2,
  });
  const { caller_to_callee: inbound, callee_to_caller: outbound } = by(
    qualityOf(leg([...answered(), otherView(60_000, CALLER, CALLEE, PAYLOAD_TYPE.HORACLIFIX, json)])).streams,
  );
  assert.deepEqual([inbound?.reportedMos, inbound?.lossPct, inbound?.source, inbound?.maxJitterMs], [4.1, 0, "device", 8]);
  assert.deepEqual([outbound?.reportedMos, outbound?.lossPct, outbound?.lost], [3.2, 10, 100]);
});
