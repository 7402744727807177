// RTCP bytes: each packet type from hand-made bytes, the round through the encoder, and damage.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { packed } from "../pcap/capture-file.fixture.ts";
import { mutated } from "../pcap/mutation.fixture.ts";
import { decodeRtcp } from "./decode-rtcp.ts";
import { encodeRtcp } from "./encode-rtcp.ts";
import { JITTER_BUFFER_NAMES, PLC_NAMES, type RtcpReport, type XrVoipMetrics } from "./rtcp-report.ts";

const words = (...values: number[]): Uint8Array => packed(false, ...values);
const reportsOf = (...parts: Uint8Array[]): RtcpReport[] => {
  const reports = decodeRtcp(Uint8Array.from(parts.flatMap((part) => [...part])));
  assert.ok(reports.ok);
  return reports.value;
};

test("a sender report with a block: NTP to epoch µs, loss as a signed number", () => {
  // 2026-01-01T00:00:00.75Z; loss 0x80 of 256, −3 packets in all.
  const [report] = reportsOf(
    words(0x81c8000c, 7, 1_767_225_600 + 2_208_988_800, 0xc000_0000, 160, 10, 1600, 9, 0x80ff_fffd, 0x0001_0005, 33, 0x1111_2222, 65_536),
  );
  assert.deepEqual(report, {
    kind: "SR",
    ssrc: 7,
    sender: { ntpUs: 1_767_225_600_750_000, ntpMiddle: 0x3780_c000, rtpTimestamp: 160, packets: 10, octets: 1600 },
    blocks: [
      { sourceSsrc: 9, fractionLost: 128, cumulativeLost: -3, highestSequence: 65_541, jitterTicks: 33, lsr: 0x1111_2222, dlsr: 65_536 },
    ],
  });
});

test("a clock that does not know the day gives no time, but its middle for round trips", () => {
  const [report] = reportsOf(words(0x80c80006, 7, 0x0000_1234, 0x5678_0000, 0, 0, 0));
  assert.deepEqual([report?.sender?.ntpUs, report?.sender?.ntpMiddle], [null, 0x1234_5678]);
});

test("a compound of RR, SDES with two chunks, BYE with a reason and APP", () => {
  const text = (value: string): number[] => [...new TextEncoder().encode(value)];
  const sdes = Uint8Array.from([
    0x82,
    202,
    0,
    6,
    0,
    0,
    0,
    1,
    1,
    4,
    ...text("a@bc"),
    2,
    1,
    ...text("x"),
    0,
    0,
    0,
    0,
    0,
    0,
    2,
    1,
    2,
    ...text("hi"),
    0,
    0,
    0,
    0,
  ]);
  sdes[3] = sdes.length / 4 - 1;
  const bye = Uint8Array.from([0x81, 203, 0, 3, 0, 0, 0, 1, 6, ...text("hangup"), 0]);
  const app = words(0x80cc0002, 1, 0x50494e47);
  assert.deepEqual(reportsOf(words(0x80c90001, 1), sdes, bye, app), [
    { kind: "RR", ssrc: 1, blocks: [], cname: "a@bc" },
    { kind: "SDES", ssrc: 1, blocks: [], cname: "a@bc" },
    { kind: "SDES", ssrc: 2, blocks: [], cname: "hi" },
    { kind: "BYE", ssrc: 1, blocks: [], reason: "hangup", cname: "a@bc" },
    { kind: "APP", ssrc: 1, blocks: [], cname: "a@bc" },
  ]);
});

test("an extended report: VoIP metrics in their units, reference time and DLRR; unknown blocks are passed over", () => {
  const unknown = words(0x01000001, 0);
  const reference = words(0x04000002, 0x0000_abcd, 0xef01_0000);
  const dlrr = words(0x05000003, 9, 0x1111_1111, 0x2222_2222);
  const voip = Uint8Array.from([
    7, 0, 0, 8, 0, 0, 0, 9, 64, 128, 192, 0, 0x01, 0x02, 0x13, 0x88, 0, 90, 0, 40, 235, 186, 127, 16, 93, 127, 44, 127, 0b1011_0101, 0, 0,
    40, 0, 80, 0, 120,
  ]);
  const length = (4 + unknown.length + reference.length + dlrr.length + voip.length) / 4;
  const [report] = reportsOf(words(0x80cf0000 + length, 8), unknown, reference, dlrr, voip);
  assert.deepEqual(report?.xr, {
    referenceNtpMiddle: 0xabcd_ef01,
    dlrr: [{ ssrc: 9, lrr: 0x1111_1111, dlrr: 0x2222_2222 }],
    voip: [
      {
        sourceSsrc: 9,
        lossPct: 25,
        discardPct: 50,
        burstDensityPct: 75,
        gapDensityPct: 0,
        burstMs: 258,
        gapMs: 5000,
        roundTripMs: 90,
        endSystemDelayMs: 40,
        signalDbm: -21,
        noiseDbm: -70,
        rerlDb: null,
        gmin: 16,
        rFactor: 93,
        externalRFactor: null,
        mosLq: 4.4,
        mosCq: null,
        plc: "enhanced",
        jitterBuffer: "adaptive",
        jitterBufferRate: 5,
        jitterBufferNominalMs: 40,
        jitterBufferMaximumMs: 80,
        jitterBufferAbsoluteMaximumMs: 120,
      },
    ],
  });
});

test("feedback packets are passed over, padding is not read", () => {
  const feedback = words(0x81cd0003, 1, 2, 0x0001_0000);
  const padded = words(0xa0c90002, 5, 4);
  assert.deepEqual(reportsOf(feedback, padded), [{ kind: "RR", ssrc: 5, blocks: [] }]);
});

test("what follows a damaged packet is left, what stands before it is kept", () => {
  assert.deepEqual(reportsOf(words(0x80c90001, 5), words(0x80c80001, 6)), [{ kind: "RR", ssrc: 5, blocks: [] }]);
  assert.deepEqual(decodeRtcp(words(0x80c80001, 6)), { ok: false, reason: "rtcp_malformed", at: 0 });
  assert.deepEqual(decodeRtcp(words(0x00c90001, 6)), { ok: false, reason: "rtcp_malformed", at: 0 });
  assert.equal(decodeRtcp(new Uint8Array(0)).ok, false);
});

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const u16 = fc.nat(0xffff);
const share = fc.nat(255).map((value) => (value / 256) * 100);
const maybe = (min: number, max: number, scale = 1) => fc.option(fc.integer({ min, max }).map((value) => value / scale));
const block = fc.record({
  sourceSsrc: u32,
  fractionLost: fc.nat(255),
  cumulativeLost: fc.integer({ min: -0x80_0000, max: 0x7f_ffff }),
  highestSequence: u32,
  jitterTicks: u32,
  lsr: u32,
  dlsr: u32,
});
const voip: fc.Arbitrary<XrVoipMetrics> = fc.record({
  sourceSsrc: u32,
  lossPct: share,
  discardPct: share,
  burstDensityPct: share,
  gapDensityPct: share,
  burstMs: u16,
  gapMs: u16,
  roundTripMs: u16,
  endSystemDelayMs: u16,
  signalDbm: maybe(-128, 126),
  noiseDbm: maybe(-128, 126),
  rerlDb: maybe(0, 126),
  gmin: fc.integer({ min: 1, max: 126 }),
  rFactor: maybe(0, 126),
  externalRFactor: maybe(0, 126),
  mosLq: maybe(10, 50, 10),
  mosCq: maybe(10, 50, 10),
  plc: fc.constantFrom(...PLC_NAMES),
  jitterBuffer: fc.constantFrom(...JITTER_BUFFER_NAMES),
  jitterBufferRate: fc.nat(15),
  jitterBufferNominalMs: u16,
  jitterBufferMaximumMs: u16,
  jitterBufferAbsoluteMaximumMs: u16,
});
const sender = fc
  .record({ ntpUs: fc.nat(4e15), rtpTimestamp: u32, packets: u32, octets: u32 })
  .map((fields) => {
    const seconds = Math.floor(fields.ntpUs / 1e6) + 2_208_988_800;
    const fraction = Math.round(((fields.ntpUs % 1e6) / 1e6) * 2 ** 32);
    return {
      ...fields,
      ntpUs: ((seconds % 2 ** 32) - 2_208_988_800) * 1e6 + (fields.ntpUs % 1e6),
      ntpMiddle: (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0,
    };
  })
  .filter(({ ntpUs }) => ntpUs >= 0);

/** fast-check also makes objects without a prototype. */
const plain = <T>(value: T): T => structuredClone(value);

test("what is encoded is decoded the same: sender reports, receiver reports, BYE and extended reports", () => {
  const report: fc.Arbitrary<RtcpReport> = fc.oneof(
    fc.record({ kind: fc.constant("SR" as const), ssrc: u32, sender, blocks: fc.array(block, { maxLength: 31 }) }),
    fc.record({ kind: fc.constant("RR" as const), ssrc: u32, blocks: fc.array(block, { maxLength: 31 }) }),
  );
  fc.assert(fc.property(report, (one) => assert.deepEqual(reportsOf(encodeRtcp(one)), [plain(one)])));
  fc.assert(
    fc.property(u32, fc.array(voip, { minLength: 1, maxLength: 3 }), (ssrc, metrics) => {
      const one: RtcpReport = {
        kind: "XR",
        ssrc,
        blocks: [],
        xr: { voip: metrics, dlrr: [{ ssrc, lrr: 1, dlrr: 2 }], referenceNtpMiddle: 3 },
      };
      const [first, second] = reportsOf(encodeRtcp(one));
      assert.deepEqual([first?.kind, first?.blocks], ["RR", []]);
      const rounded = second!.xr!.voip.map((measured) => ({ ...measured, mosLq: measured.mosLq && Math.round(measured.mosLq * 10) / 10 }));
      assert.deepEqual({ ...second, xr: { ...second!.xr, voip: rounded } }, plain(one));
    }),
  );
  const bye: RtcpReport = { kind: "BYE", ssrc: 3, blocks: [], reason: "shut down" };
  assert.deepEqual(reportsOf(encodeRtcp([{ kind: "RR", ssrc: 3, blocks: [], cname: "ü" }, bye])).at(-1), { ...bye, cname: "ü" });
});

test("nothing to say gives no bytes", () => {
  assert.equal(encodeRtcp([]).length, 0);
  assert.equal(encodeRtcp({ kind: "APP", ssrc: 1, blocks: [] }).length, 0);
});

test("random and damaged RTCP never throws", () => {
  const valid = encodeRtcp([
    { kind: "RR", ssrc: 3, blocks: [], cname: "anna" },
    { kind: "BYE", ssrc: 3, blocks: [], reason: "x" },
  ]);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => void decodeRtcp(bytes)));
  fc.assert(
    fc.property(mutated(valid), (bytes) => void decodeRtcp(bytes)),
    { numRuns: 500 },
  );
});
