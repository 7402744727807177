// What the writers write, Wireshark's tshark reads: the same messages, nothing malformed, no bad checksum.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";
import { readCapture } from "../ip/read-capture.ts";
import { ascii, packetOf, T0_US } from "../ip/wire.fixture.ts";
import { decodeRtcp } from "../rtcp/decode-rtcp.ts";
import { joined } from "./capture-file.fixture.ts";
import { createPcapngWriter } from "./pcapng-writer.ts";
import { tsharkFaults, tsharkFields, tsharkSipCount, withoutTshark } from "./tshark.fixture.ts";
import { MIXED, written, WRITERS } from "./written.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "sipglass-captures-"));
after(() => rmSync(folder, { recursive: true }));
function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const RTCP_JSON = JSON.stringify({
  sender_information: { ntp_timestamp_sec: 3_976_214_400, ntp_timestamp_usec: 2_147_483_648, rtp_timestamp: 160, packets: 9, octets: 1440 },
  ssrc: 11,
  type: 200,
  report_count: 1,
  report_blocks: [{ source_ssrc: 12, fraction_lost: 3, packets_lost: 16_777_215, highest_seq_no: 70_000, ia_jitter: 15, lsr: 5, dlsr: 6 }],
  sdes_information: [{ type: 1, text: "anna@glass.example" }],
});

for (const [name, create] of WRITERS) {
  test(`${name}: tshark sees the same SIP messages, nothing malformed and no bad checksum`, { skip: withoutTshark }, () => {
    const file = fileOf(`mixed.${name}`, written(create(), MIXED));
    assert.deepEqual(tsharkFaults(file), []);
    assert.equal(tsharkSipCount(file), MIXED.length);
    const callIds = tsharkFields(file, "sip", ["sip.Call-ID"]).map(([callId]) => callId);
    assert.deepEqual(
      callIds,
      MIXED.map((packet) => /Call-ID: (.*)\r/.exec(Buffer.from(packet.payload).toString())![1]),
    );
  });

  test(`${name}: RTCP that came as JSON is RTCP again, for us and for tshark`, { skip: withoutTshark }, () => {
    const packet = packetOf(ascii(RTCP_JSON), { payloadType: PAYLOAD_TYPE.RTCP_JSON, srcPort: 40_001, dstPort: 40_003 });
    const bytes = written(create(), [packet]);
    const [back] = readCapture(bytes).packets;
    const reports = decodeRtcp(back!.payload);
    assert.equal(back?.payloadType, PAYLOAD_TYPE.RTCP_JSON);
    assert.deepEqual(
      reports.ok &&
        reports.value.map((report) => [report.kind, report.ssrc, report.blocks[0]?.cumulativeLost, report.sender?.ntpUs, report.cname]),
      [
        ["SR", 11, -1, 1_767_225_600_500_000, "anna@glass.example"],
        ["SDES", 11, undefined, undefined, "anna@glass.example"],
      ],
    );
    const file = fileOf(`rtcp.${name}`, bytes);
    assert.deepEqual(tsharkFaults(file), []);
    assert.deepEqual(tsharkFields(file, "rtcp", ["rtcp.pt", "rtcp.ssrc.jitter", "rtcp.sdes.text"]), [
      ["200,202", "15", "anna@glass.example"],
    ]);
  });
}

test(
  "pcapng names an interface after each capture agent, and puts comments on the first frame of a packet",
  { skip: withoutTshark },
  () => {
    const writer = createPcapngWriter();
    const [udp, fragments] = MIXED as [Packet, Packet];
    const bytes = joined(writer.header(), writer.packet(udp, "Grüße"), writer.packet(fragments, "big"), writer.packet(MIXED[8]!));
    assert.deepEqual(
      readCapture(bytes).packets.map((packet) => packet.agentName),
      ["edge", "pcap", "pcap"],
    );
    const rows = tsharkFields(fileOf("comments.pcapng", bytes), "frame", ["frame.interface_name", "frame.comment"]);
    assert.deepEqual(rows[0], ["edge", "Grüße"]);
    assert.deepEqual(
      rows.slice(1, -1).map(([, comment]) => comment),
      ["big", "", "", "", ""],
    );
    assert.deepEqual(rows.at(-1), ["pcap", "was captured from SCTP, written as TCP"]);
  },
);

test("pcapng carries log lines as journal entries that tshark shows in order", { skip: withoutTshark }, () => {
  const log = packetOf(ascii("ERROR: no route\nsecond line"), {
    payloadType: PAYLOAD_TYPE.LOG,
    timeUs: T0_US + 250_000,
    agentName: "pbx\n1",
  });
  const file = fileOf("log.pcapng", written(createPcapngWriter(), [MIXED[0]!, log]));
  const rows = tsharkFields(file, "systemd_journal", ["frame.time_epoch", "systemd_journal.message", "systemd_journal.hostname"]);
  assert.deepEqual(rows, [["1767225600.250000000", "ERROR: no route\\nsecond line", "pbx 1"]]);
});
