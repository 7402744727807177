// What the raw numbers of each sender mean, worked out by hand: loss, jitter and round trip of rtpengine's, captagent's and Asterisk's
// RTCP in JSON, of heplify's extended reports, and of RTCP in bytes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeRtcp } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet, type Stream } from "@sipglass/model";
import { payloadText } from "../call/payload-text.ts";
import { answered, CALLEE, CALLER, leg, otherView, rtcp, rtcpView, START_US } from "./quality.fixture.ts";
import { qualityOf } from "./quality-of.ts";

const near = (actual: number | null, expected: number, within = 1e-3): void =>
  assert.ok(actual !== null && Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);
const streamOf = (streams: readonly Stream[], direction: Stream["direction"]): Stream => {
  const found = streams.filter((stream) => stream.direction === direction);
  assert.equal(found.length, 1, `${found.length} streams ${direction}`);
  return found[0]!;
};

const A = 0xa000_000a;
const B = 0xb000_000b;
const NTP_S = START_US / 1e6 + 2_208_988_800;

test("rtpengine: NTP since 1900 with a raw fraction, counts unsigned, several sources named in SDES", () => {
  // Sent by the callee 5 s and 10 s into the call. NTP second NTP_S + 5, fraction 0x8000_0000 = half a second.
  const report = (at: number, packets: number, block: object): object => ({
    sender_information: { ntp_timestamp_sec: NTP_S + at, ntp_timestamp_usec: 0x8000_0000, octets: 1, rtp_timestamp: 1, packets },
    ssrc: B,
    type: 200,
    report_count: 1,
    report_blocks: [block],
    sdes_report_count: 1,
    sdes_information: [{ sdes_chunk_ssrc: B, type: 1, text: "sip:bob@10.0.0.2" }],
  });
  const messages = [
    ...answered(),
    rtcpView(
      5500,
      CALLEE,
      CALLER,
      report(5, 250, { source_ssrc: A, highest_seq_no: 10_250, fraction_lost: 0, ia_jitter: 80, packets_lost: 5, lsr: 0, dlsr: 0 }),
    ),
    rtcpView(
      10_500,
      CALLEE,
      CALLER,
      report(10, 500, { source_ssrc: A, highest_seq_no: 10_500, fraction_lost: 26, ia_jitter: 160, packets_lost: 30, lsr: 0, dlsr: 0 }),
    ),
  ];
  const stream = streamOf(qualityOf(leg(messages)).streams, "caller_to_callee");
  const [first, second] = stream.reports;
  assert.ok(first && second);
  // 10 500 − 10 250 = 250 expected, 30 − 5 = 25 lost: 10 %, beside the sender's 26 / 256 = 10.15625 %.
  assert.deepEqual([second.packetsExpected, second.packetsLost, second.lossPct, second.reportedLossPct], [250, 25, 10, 10.15625]);
  // 80 and 160 ticks of 1/8000 s.
  assert.deepEqual([first.jitterMs, second.jitterMs, stream.jitterMs, stream.maxJitterMs], [10, 20, 15, 20]);
  assert.deepEqual([stream.ssrc, stream.codec, stream.lost, stream.src, stream.dst], [A, "PCMA", 30, "10.0.0.1:40000", "10.0.0.2:50000"]);
  assert.deepEqual([first.rttMs, second.rttMs, stream.rttMs, stream.mosCq], [null, null, null, null]);
  // Ie,eff = 95 · 10 / (10 + 25.1) = 27.07: R 66.13, MOS 3.41.
  near(second.r, 66.135, 0.001);
  near(second.mosLq, 3.41, 0.005);
});

test("captagent: SDES overwrites the type, the same report before and behind the media proxy is one, round trip from sender report to its echo", () => {
  const proxyA = { ip: "10.0.0.9", port: 30_000 };
  const proxyB = { ip: "10.0.0.9", port: 30_010 };
  const sender = { ntp_timestamp_sec: NTP_S + 5, ntp_timestamp_usec: 0x4000_0000, octets: 40_000, rtp_timestamp: 9, packets: 250 };
  const sent = {
    sender_information: sender,
    ssrc: A,
    type: 202,
    report_blocks: [],
    report_count: 0,
    sdes_ssrc: A,
    sdes_information: [{ type: 1, text: "alice" }],
  };
  // LSR: low half of the second, high half of the fraction. DLSR 32 768 = 0.5 s.
  const lsr = ((NTP_S + 5) % 65_536) * 65_536 + 0x4000;
  const block = { source_ssrc: A, highest_seq_no: 300, fraction_lost: 0, packets_lost: 0, ia_jitter: 8, lsr, dlsr: 32_768 };
  const echo = { ssrc: B, type: 202, report_blocks: [block], report_count: 1, sdes_ssrc: B, sdes_information: [] };
  const messages = [
    ...answered("8", "", CALLER, proxyA).map((message) => ({ ...message, ref: `a${message.ref}` })),
    ...answered("8", "", proxyB, CALLEE).map((message) => ({ ...message, ref: `b${message.ref}` })),
    rtcpView(5000, CALLER, proxyA, sent),
    rtcpView(5001, proxyB, CALLEE, sent),
    rtcpView(5541, CALLEE, proxyB, echo),
    rtcpView(5542, proxyA, CALLER, echo),
  ];
  const { streams } = qualityOf(leg(messages));
  assert.equal(streams.length, 1);
  const stream = streamOf(streams, "caller_to_callee");
  assert.equal(stream.reports.length, 1);
  // Sent at 5000, back at the caller's side at 5542, held for 500: 42 ms.
  near(stream.rttMs, 42);
  // One way: 42 / 2 + max(2 · 1, 20) + 20 = 61 ms: Id 1.464, R 93.2 − 1.464 = 91.736, 1 + 3.2108 + 0.1684 = MOS 4.379.
  near(stream.mosCq, 4.379);
  near(stream.mosLq, 4.409);
});

test("Asterisk: numbers as strings, Unix time with µs, negative where unsigned; its own reports and those it received", () => {
  const asterisk = CALLEE;
  // Own sender report at 1 700 000 005.250000: fraction 250 000 / 10⁶ · 2³² = 0x4000_0000.
  const own = {
    sender_information: { ntp_timestamp_sec: "1700000005", ntp_timestamp_usec: "250000", rtp_timestamp: 1, packets: 250, octets: 1 },
    ssrc: B | 0,
    type: 200,
    report_count: 1,
    report_blocks: [{ source_ssrc: A | 0, fraction_lost: 128, packets_lost: 120, highest_seq_no: 250, ia_jitter: 40, lsr: "0", dlsr: 0 }],
  };
  const lsr = String(((NTP_S + 5) % 65_536) * 65_536 + 0x4000);
  const received = {
    sender_information: null,
    ssrc: A | 0,
    type: 201,
    report_count: 1,
    report_blocks: [{ source_ssrc: B | 0, fraction_lost: 0, packets_lost: -3, highest_seq_no: 70_000, ia_jitter: 16, lsr, dlsr: 65_536 }],
  };
  const { streams } = qualityOf(leg([...answered(), rtcpView(5250, asterisk, CALLER, own), rtcpView(6330, CALLER, asterisk, received)]));
  const toAsterisk = streamOf(streams, "caller_to_callee");
  const fromAsterisk = streamOf(streams, "callee_to_caller");
  assert.deepEqual([toAsterisk.ssrc, fromAsterisk.ssrc], [A, B]);
  // The first report of a receiver: 128 / 256 of what was sent until then.
  assert.deepEqual([toAsterisk.reports[0]?.lossPct, toAsterisk.reports[0]?.jitterMs, toAsterisk.lost], [50, 5, 120]);
  // Back at 6330 − sent at 5250 − held 1000 = 80 ms. Duplicates made the count negative: nothing is lost.
  near(fromAsterisk.rttMs, 80);
  assert.deepEqual([fromAsterisk.reports[0]?.jitterMs, fromAsterisk.lost, fromAsterisk.lossPct], [2, 0, 0]);
});

test("a round trip without the sender report: by the clocks, when they agree; otherwise none", () => {
  const lsr = ((NTP_S + 5) % 65_536) * 65_536;
  const at = (ms: number) => {
    const block = { source_ssrc: A, highest_seq_no: 300, fraction_lost: 0, packets_lost: 0, ia_jitter: 8, lsr, dlsr: 65_536 };
    return streamOf(
      qualityOf(leg([...answered(), rtcpView(ms, CALLEE, CALLER, { ssrc: B, type: 201, report_blocks: [block] })])).streams,
      "caller_to_callee",
    ).rttMs;
  };
  // 6050 − 5000 − 1000.
  near(at(6050), 50, 0.02);
  assert.equal(at(5500), null);
  assert.equal(at(60_000), null);
});

test("heplify's and captagent's extended reports: shares of 256, bursts, discards, delays", () => {
  const block = { source_ssrc: A, highest_seq_no: 1000, fraction_lost: 0, packets_lost: 0, ia_jitter: 8, lsr: 0, dlsr: 0 };
  // 12.8 / 256 would be 5 %: 13 / 256 = 5.078125 % lost, 64 / 256 = 25 % dense bursts of 200 ms, none in gaps of 785 ms.
  const heplify = {
    fraction_lost: 13,
    fraction_discard: 3,
    burst_density: 64,
    gap_density: 0,
    burst_duration: 200,
    gap_duration: 785,
    round_trip_delay: 90,
    end_system_delay: 70,
  };
  const captagent = {
    type: 7,
    identifier: A,
    loss_rate: 13,
    discard_rate: 3,
    burst_rate: 64,
    gap_rate: 0,
    burst_duration: 200,
    gap_duration: 785,
    round_trip_delay: 90,
    end_sys_delay: 70,
    signal_lev: 0,
    noise_lev: 0,
    RERL: 0,
    Gmin: 16,
    R_fact: 80,
    ext_R_fact: 127,
    MOS_LQ: 38,
    MOS_CQ: 37,
    RX_conf: [{ PLC: 3, JB_adapt: 3, JB_rate: 2 }],
    JB_nom: 60,
    JB_max: 80,
    JB_abs_max: 100,
  };
  for (const [name, extra] of [
    ["report_blocks_xr", heplify],
    ["extended_report_information", captagent],
  ] as const) {
    const packet = { ssrc: B, type: 207, report_blocks: [block], [name]: extra };
    const stream = streamOf(qualityOf(leg([...answered(), rtcpView(10_000, CALLEE, CALLER, packet)])).streams, "caller_to_callee");
    const xr = stream.reports.find(({ source }) => source === "rtcp_xr");
    assert.ok(xr, name);
    assert.deepEqual([xr.lossPct, xr.discardPct, xr.rttMs], [5.078125, 1.171875, 90]);
    // 25 % · 200 / 985 ms = 5.076 % lost; the next one is lost with 0.25: (1 − 0.05076) / 0.75 = 1.2657.
    near(xr.burstR, 1.2657, 1e-4);
    assert.equal(stream.source, "rtcp_xr");
    // One way: 90 / 2 + 70 as the receiver says = 115 ms. Ppl = 6.25: Ie,eff = 95 · 6.25 / (6.25 / 1.2657 + 25.1) = 19.77.
    near(xr.r, 93.2 - 19.767, 0.01);
    assert.deepEqual([xr.reportedMos, xr.reportedR], name === "report_blocks_xr" ? [null, null] : [3.7, 80]);
  }
});

test("RTCP in bytes, as captures have it, says the same as its JSON", () => {
  const block = { sourceSsrc: A, fractionLost: 26, cumulativeLost: -2, highestSequence: 70_000, jitterTicks: 80, lsr: 0, dlsr: 0 };
  const bytes = encodeRtcp([
    {
      kind: "SR",
      ssrc: B,
      sender: { ntpUs: START_US + 5e6, ntpMiddle: 12_345, rtpTimestamp: 1, packets: 250, octets: 1 },
      blocks: [block],
      cname: "bob",
    },
  ]);
  const raw = payloadText({ payloadType: PAYLOAD_TYPE.RTCP_JSON, payload: bytes } as Packet);
  const { streams } = qualityOf(leg([...answered(), otherView(5000, rtcp(CALLEE), rtcp(CALLER), PAYLOAD_TYPE.RTCP_JSON, raw)]));
  const stream = streamOf(streams, "caller_to_callee");
  assert.deepEqual([stream.ssrc, stream.reports[0]?.lossPct, stream.reports[0]?.jitterMs, stream.lost], [A, 10.15625, 10, 0]);
  assert.match(streamOf(streams, "callee_to_caller").why[0] ?? "", /sent 250 packets; no receiver/);
});

test("the clock is that of the agreed codec: Opus counts 48 000 ticks a second, G.722 8000", () => {
  const packet = {
    ssrc: B,
    type: 201,
    report_blocks: [{ source_ssrc: A, highest_seq_no: 300, fraction_lost: 0, packets_lost: 0, ia_jitter: 480, lsr: 0, dlsr: 0 }],
  };
  const jitter = (formats: string, lines = "") => {
    const stream = streamOf(
      qualityOf(leg([...answered(formats, lines), rtcpView(5000, CALLEE, CALLER, packet)])).streams,
      "caller_to_callee",
    );
    return [stream.codec, stream.jitterMs, stream.scale, stream.estimated];
  };
  assert.deepEqual(jitter("96", "a=rtpmap:96 opus/48000/2\r\n"), ["opus", 10, "fb", true]);
  assert.deepEqual(jitter("9"), ["G722", 60, "wb", false]);
});
