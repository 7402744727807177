// Rows of Homer as packets: what is kept, and each way in which a row cannot be read.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Packet } from "@sipglass/model";
import { encodeHep3 } from "@sipglass/decode";
import { packetOfRow, type HomerRow } from "./homer-row.ts";

const HEADER = { protocolFamily: 2, protocol: 17, srcIp: "192.0.2.1", dstIp: "192.0.2.2", srcPort: 5060, dstPort: 5080, timeSeconds: 1, timeUseconds: 2, payloadType: 1, captureId: "2001", capturePass: "secret", correlation_id: "a@b" };
const row = (header: unknown = HEADER, change: Partial<HomerRow> = {}): HomerRow => ({ id: "7", timeUs: 1_700_000_000_123_456, sid: "a@b", header, raw: "INVITE sip:ü SIP/2.0\r\n\r\n", ...change });

function packet(table: string, from: HomerRow): Packet {
  const made = packetOfRow(table, from);
  assert.ok(typeof made !== "string", String(made));
  return made;
}

test("time, ends, protocol, agent and every byte stay; the capture password does not", () => {
  assert.deepEqual(packet("hep_proto_1_call", row()), {
    version: 3, ipVersion: 4, ipProtocol: 17, src: "192.0.2.1", srcPort: 5060, dst: "192.0.2.2", dstPort: 5080, timeUs: 1_700_000_000_123_456, payloadType: 1,
    agentId: 2001, agentName: "2001", correlationId: "", authKey: "", vlan: 0, payload: Buffer.from("INVITE sip:ü SIP/2.0\r\n\r\n"),
  });
});

test("the correlation id is what the packet said, not the Call-ID that heplify-server fills in", () => {
  assert.equal(packet("hep_proto_1_call", row({ ...HEADER, correlation_id: "a-leg@pbx" })).correlationId, "a-leg@pbx");
  assert.equal(packet("hep_proto_5_default", row({ ...HEADER, payloadType: 5 })).correlationId, "a@b");
  assert.equal(packet("hep_proto_100_default", row({ ...HEADER, payloadType: 100, correlation_id: undefined })).correlationId, "a@b");
});

test("agents keep their name, or their number where they have none", () => {
  const agent = (captureId: unknown) => {
    const { agentId, agentName } = packet("hep_proto_1_call", row({ ...HEADER, captureId }));
    return [agentId, agentName];
  };
  assert.deepEqual([agent("sbc-1"), agent("2001"), agent(2001), agent("99999999999"), agent(undefined), agent("")], [[0, "sbc-1"], [2001, "2001"], [2001, "2001"], [0, "99999999999"], [0, "0"], [0, "0"]]);
});

test("IPv6, TCP, missing addresses and a missing payload type are read", () => {
  const v6 = packet("hep_proto_1_call", row({ ...HEADER, protocolFamily: 10, protocol: 6, srcIp: "2001:db8::1", dstIp: "2001:db8::2" }));
  assert.deepEqual([v6.ipVersion, v6.ipProtocol, v6.src], [6, 6, "2001:db8::1"]);
  assert.equal(packet("hep_proto_1_call", row({ ...HEADER, protocolFamily: 10, srcIp: "192.0.2.7" })).ipVersion, 6);
  const { srcIp: _src, dstIp: _dst, payloadType: _type, ...bare } = HEADER;
  const log = packet("hep_proto_100_default", row({ ...bare, srcPort: "514" }));
  assert.deepEqual([log.src, log.dst, log.payloadType, log.srcPort], ["", "", 100, 514]);
});

test("each row that cannot be a packet says why", () => {
  const fault = (header: unknown, change: Partial<HomerRow> = {}): unknown => packetOfRow("hep_proto_1_call", row(header, change));
  assert.deepEqual(
    [
      fault(null), fault([]), fault(HEADER, { raw: " \r\n\r\n" }), fault(HEADER, { timeUs: 0 }), fault(HEADER, { timeUs: -1 }), fault(HEADER, { timeUs: 2 ** 32 * 1e6 }), fault(HEADER, { timeUs: Number.NaN }),
      fault({ ...HEADER, payloadType: 0 }), fault({ ...HEADER, payloadType: 2000 }), fault({ ...HEADER, srcIp: "10.0.0.300" }), fault({ ...HEADER, dstIp: 7 }), fault({ ...HEADER, srcPort: 65_536 }), fault({ ...HEADER, protocol: -1 }),
    ],
    [
      "no_protocol_header", "no_protocol_header", "empty_payload", "time_out_of_range", "time_out_of_range", "time_out_of_range", "time_out_of_range",
      "unknown_payload_type", "unknown_payload_type", "bad_address", "bad_address", "bad_port", "bad_protocol",
    ],
  );
});

test("whatever JSON stands in a row, it becomes a packet that can be sent, or a reason", () => {
  const anyHeader = fc.oneof(fc.jsonValue(), fc.record({ srcIp: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.integer()), dstIp: fc.option(fc.ipV4()), srcPort: fc.oneof(fc.nat(70_000), fc.string()), payloadType: fc.oneof(fc.nat(300), fc.double()), protocol: fc.jsonValue(), captureId: fc.oneof(fc.string(), fc.integer()), correlation_id: fc.jsonValue() }));
  fc.assert(fc.property(anyHeader, fc.string(), fc.integer({ min: -1, max: 2 ** 33 * 1e6 }), (header, raw, timeUs) => {
    const made = packetOfRow("hep_proto_1_call", row(header, { raw, timeUs }));
    if (typeof made === "string") return;
    assert.ok(encodeHep3(made) instanceof Uint8Array);
    assert.deepEqual([made.timeUs, Buffer.from(made.payload).toString()], [timeUs, Buffer.from(raw).toString()]);
  }), { numRuns: 500 });
});
