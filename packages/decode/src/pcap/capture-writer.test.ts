// What the writers write, our reader reads as the same packets; what cannot be written is counted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";
import fc from "fast-check";
import { readCapture } from "../ip/read-capture.ts";
import { ascii, packetOf, sipRequest, T0_US } from "../ip/wire.fixture.ts";
import { readAll } from "./capture-file.fixture.ts";
import { MIXED, written, WRITERS } from "./written.fixture.ts";

for (const [name, create] of WRITERS) {
  test(`${name}: every packet is read back with its ends, time, VLAN and payload`, () => {
    const back = readCapture(written(create(), MIXED));
    assert.deepEqual(back.refused, {});
    const ends = (packet: Packet) => [
      packet.timeUs,
      packet.src,
      packet.srcPort,
      packet.dst,
      packet.dstPort,
      packet.vlan,
      Buffer.from(packet.payload).toString("latin1"),
    ];
    assert.deepEqual(back.packets.map(ends), MIXED.map(ends));
  });

  test(`${name}: any SIP packets between any hosts are read back the same`, () => {
    const host = fc.oneof(fc.ipV4(), fc.ipV6());
    const port = fc.integer({ min: 1, max: 65_535 });
    const packet = fc.record({
      src: host,
      dst: host,
      srcPort: port,
      dstPort: port,
      size: fc.nat(9000),
      ipProtocol: fc.constantFrom(6, 17),
      vlan: fc.nat(4095),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 5 }), (list) => {
        const packets = list.map(({ size, ...fields }, i) => packetOf(sipRequest(`p${i}`, size), { ...fields, timeUs: T0_US + i }));
        const back = readCapture(written(create(), packets));
        assert.deepEqual(
          back.packets.map((one) => [one.timeUs, one.srcPort, one.dstPort, one.payload.length]),
          packets.map((one) => [one.timeUs, one.srcPort, one.dstPort, one.payload.length]),
        );
        assert.deepEqual(back.refused, {});
      }),
      { numRuns: 40 },
    );
  });

  test(`${name}: what cannot be written is counted by reason`, () => {
    const writer = create();
    writer.packet(packetOf(ascii("{}"), { payloadType: PAYLOAD_TYPE.RTCP_JSON }));
    writer.packet(packetOf(ascii("<cdr/>"), { payloadType: PAYLOAD_TYPE.CDR }));
    writer.packet(packetOf(sipRequest("huge", 66_000)));
    writer.packet(packetOf(ascii("a line"), { payloadType: PAYLOAD_TYPE.LOG }));
    writer.packet(packetOf(ascii('{"MOS":4}'), { payloadType: PAYLOAD_TYPE.RTP_REPORT }));
    const common = { rtcp_not_encodable: 1, other: 1, too_large: 1 };
    assert.deepEqual(writer.skipped, name === "pcap" ? { ...common, log: 1, report: 1 } : common);
  });

  test(`${name}: nothing that a packet holds makes the writer throw, and the file stays readable`, () => {
    const packet = fc.record({
      src: fc.string(),
      dst: fc.string(),
      srcPort: fc.nat(65_535),
      dstPort: fc.nat(65_535),
      timeUs: fc.integer({ min: -5, max: 4e15 }),
      vlan: fc.nat(70_000),
      ipProtocol: fc.nat(255),
      payloadType: fc.constantFrom(1, 4, 5, 34, 100, 200, 0),
      agentName: fc.string(),
      payload: fc.uint8Array({ maxLength: 3000 }),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 6 }), (list) => {
        const bytes = written(
          create(),
          list.map(({ payload, ...fields }) => packetOf(payload, fields)),
        );
        assert.deepEqual(readAll([bytes]).refused, []);
      }),
      { numRuns: 60 },
    );
  });
}
