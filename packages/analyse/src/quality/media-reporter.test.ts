// Media of a capture as reports that can be archived: what is read back is what was measured, whoever wrote it.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeReport } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";
import { capturedIn, createMediaReporter } from "./media-reporter.ts";
import { answered, CALLEE, CALLER, leg, otherView } from "./quality.fixture.ts";
import { qualityOf } from "./quality-of.ts";

const START_US = 1_700_000_003_000_000;

function rtp(sequence: number, atMs: number, ssrc = 7, src = CALLER, dst = CALLEE): Packet {
  const payload = new Uint8Array(172);
  const view = new DataView(payload.buffer);
  view.setUint16(0, 0x8008);
  view.setUint16(2, sequence & 0xffff);
  view.setUint32(4, sequence * 160);
  view.setUint32(8, ssrc);
  return {
    version: 0,
    ipVersion: 4,
    ipProtocol: 17,
    src: src.ip,
    srcPort: src.port,
    dst: dst.ip,
    dstPort: dst.port,
    timeUs: START_US + atMs * 1000,
    payloadType: PAYLOAD_TYPE.RTP,
    agentId: 4,
    agentName: "eth0",
    correlationId: "",
    authKey: "",
    vlan: 0,
    payload,
  };
}

function reportsOf(packets: readonly Packet[]): Packet[] {
  const reporter = createMediaReporter();
  for (const packet of packets) assert.ok(reporter.take(packet));
  return reporter.reports();
}

const text = ({ payload }: Packet): string => new TextDecoder().decode(payload);

test("a stream becomes one report that says the same of it, to others in their own fields", () => {
  const [report, ...others] = reportsOf(Array.from({ length: 500 }, (_, i) => rtp(i, i * 20)).filter((_, i) => i % 10 !== 5));
  assert.ok(report);
  assert.deepEqual(
    [others.length, report.payloadType, report.agentName, report.src, report.srcPort],
    [0, PAYLOAD_TYPE.RTP_REPORT, "eth0", CALLER.ip, CALLER.port],
  );
  const agents = decodeReport(report.payloadType, text(report));
  assert.ok(agents.ok);
  assert.deepEqual(
    [
      agents.value.streams[0]?.expectedPackets,
      agents.value.streams[0]?.lostPackets,
      agents.value.streams[0]?.lossPct,
      agents.value.streams[0]?.codec,
    ],
    [500, 50, 10, "PCMA"],
  );
  const { streams } = qualityOf(leg([...answered(), otherView(15_000, CALLER, CALLEE, report.payloadType, text(report))]));
  assert.deepEqual(
    streams.map(({ ssrc, direction, source, packets, lost, rtp: facts, reports }) => [
      ssrc,
      direction,
      source,
      packets,
      lost,
      facts?.bursts,
      reports.length,
    ]),
    [[7, "caller_to_callee", "rtp", 450, 50, 50, 2]],
  );
});

test("an hour fits a packet, its intervals joined and none of its losses missing", () => {
  const [report] = reportsOf(Array.from({ length: 180_000 }, (_, i) => rtp(i, i * 20)).filter((_, i) => i % 100 !== 50));
  assert.ok(report && report.payload.length < 60_000, String(report?.payload.length));
  const stream = capturedIn({ payloadType: report.payloadType, raw: text(report) });
  assert.ok(stream && stream.facts.intervals.length <= 600);
  assert.equal(
    stream.facts.intervals.reduce((sum, { lost }) => sum + lost, 0),
    1800,
  );
});

test("a few packets are no stream, keys are not written down, other packets are left alone", () => {
  assert.deepEqual(reportsOf([rtp(1, 0), rtp(2, 20)]), []);
  const reporter = createMediaReporter();
  assert.equal(reporter.take({ ...rtp(1, 0), payloadType: PAYLOAD_TYPE.RTCP_JSON }), false);
  const [report] = reportsOf(Array.from({ length: 20 }, (_, i) => rtp(i, i * 20)));
  assert.doesNotMatch(text(report!), /dtmf/);
});

test("what is not whole is no stream, and random JSON never throws", () => {
  const [report] = reportsOf(Array.from({ length: 20 }, (_, i) => rtp(i, i * 20)));
  const raw = text(report!);
  for (const broken of [
    raw.replace('"lost":0', '"lost":-1'),
    raw.replace('"received"', '"x"'),
    raw.slice(0, -9),
    raw.replace('"SSRC":7', '"SSRC":"7"'),
    "[]",
  ]) {
    assert.equal(capturedIn({ payloadType: 34, raw: broken }), undefined, broken);
  }
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const stranger = JSON.stringify({ SSRC: 1, SRC_IP: "a", SRC_PORT: 1, DST_IP: "b", DST_PORT: 2, RTP_FACTS: value });
      assert.equal(capturedIn({ payloadType: 34, raw: stranger }), undefined);
    }),
    { numRuns: 100 },
  );
});
