import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createPcapWriter, encodeHep3 } from "@sipglass/decode";
import type { Packet } from "@sipglass/model";
import type { Intake } from "./intake.ts";
import { createImporter } from "./pcap-import.ts";

const START_US = 1_700_000_000_000_000;

const sip = (callId: string, afterS: number, over: Partial<Packet> = {}): Packet => ({
  version: 3, ipVersion: 4, ipProtocol: 17, src: "192.0.2.1", dst: "192.0.2.2", srcPort: 5060, dstPort: 5060, timeUs: START_US + afterS * 1e6,
  payloadType: 1, agentId: 7, agentName: "7", correlationId: "", authKey: "", vlan: 0,
  payload: Buffer.from(`OPTIONS sip:a@example.net SIP/2.0\r\nCall-ID: ${callId}\r\nCSeq: 1 OPTIONS\r\n\r\n`), ...over,
});
const PACKETS = [sip("two", 5), sip("one", 0), sip("one", 1)];

const hepStream = (packets: readonly Packet[]): Uint8Array => Buffer.concat(packets.map((packet) => encodeHep3(packet) as Uint8Array));

function pcap(packets: readonly Packet[]): Uint8Array {
  const writer = createPcapWriter();
  return Buffer.concat([writer.header(), ...packets.map((packet) => writer.packet(packet))]);
}

async function imported(bytes: Uint8Array) {
  const taken: Uint8Array[] = [];
  const intake: Intake = {
    take: (frame) => taken.push(frame) > 0,
    drop: () => undefined, onRoom: () => undefined, flush: () => undefined, counters: { packets: 0, bytes: 0, dropped: {}, spooledBytes: 0 },
  };
  const importer = createImporter({ intake, media: () => ({ take: () => false, reports: () => [] }), workedOff: async () => undefined });
  const { packets, sipMessages, calls, fromUs, toUs } = await importer.importCapture("trace", bytes);
  return { packets, taken: taken.length, sipMessages, calls, fromUs, toUs };
}

describe("an import tells what it took in, and from when to when", () => {
  for (const [form, bytes] of [["pcap", pcap(PACKETS)], ["raw HEP", hepStream(PACKETS)]] as const) {
    test(`of ${form}`, async () => {
      assert.deepEqual(await imported(bytes), { packets: 3, taken: 3, sipMessages: 3, calls: 2, fromUs: START_US, toUs: START_US + 5e6 });
    });
  }
  test("what is no SIP counts as a packet and has no part in the time", async () => {
    const report = sip("", 60, { payloadType: 5, payload: Buffer.from("{}") });
    assert.deepEqual(await imported(hepStream([report])), { packets: 1, taken: 1, sipMessages: 0, calls: 0, fromUs: 0, toUs: 0 });
    assert.deepEqual(await imported(hepStream([...PACKETS, report])), { packets: 4, taken: 4, sipMessages: 3, calls: 2, fromUs: START_US, toUs: START_US + 5e6 });
  });
  test("HEP that cannot be decoded goes on to where it is counted and kept", async () => {
    const broken = Buffer.from(hepStream([sip("three", 0)]));
    broken.writeUInt16BE(3, 10);
    const { packets, taken, sipMessages } = await imported(Buffer.concat([broken, hepStream(PACKETS)]));
    assert.deepEqual({ packets, taken, sipMessages }, { packets: 4, taken: 4, sipMessages: 3 });
  });
});
