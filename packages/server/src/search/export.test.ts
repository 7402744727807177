import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { encodeHep3, readCapture } from "@sipglass/decode";
import { qualityOf } from "@sipglass/analyse";
import { callToJson, emptyCall, PAYLOAD_TYPE, qualityToJson, type MessageView, type Packet } from "@sipglass/model";
import { EXPORT_PARTS, exportCalls, safeName, type ExportFormat, type ExportSource } from "./export.ts";
import type { ArchivedPacket } from "./export-capture.ts";

const TIME_US = Date.UTC(2026, 10, 20, 10) * 1000;
const CALL = emptyCall("c1", "one@fixture.example");

const sip = (callId: string, method: string, body = "", type = "text/plain"): string =>
  [
    `${method} sip:1002@192.0.2.2 SIP/2.0`,
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1",
    "From: <sip:1@a.example>;tag=1",
    "To: <sip:2@a.example>",
    `Call-ID: ${callId}`,
    `CSeq: 1 ${method}`,
    `Content-Type: ${type}`,
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join("\r\n");

function archived(sequence: number, text: string, change: Partial<Packet> = {}): ArchivedPacket {
  const packet: Packet = {
    version: 3,
    ipVersion: 4,
    ipProtocol: 17,
    src: "192.0.2.1",
    srcPort: 5060,
    dst: "192.0.2.2",
    dstPort: 5060,
    timeUs: TIME_US + sequence * 1000,
    payloadType: PAYLOAD_TYPE.SIP,
    agentId: 1,
    agentName: "sbc1",
    correlationId: "",
    authKey: "",
    vlan: 0,
    payload: Buffer.from(text),
    ...change,
  };
  const frame = encodeHep3(packet);
  assert.ok(frame instanceof Uint8Array);
  return {
    writer: "c1-1-0.call",
    sequence,
    receivedUs: packet.timeUs,
    eventUs: packet.timeUs,
    peer: "192.0.2.9:9060/udp",
    quarantined: false,
    frame,
  };
}

const source = (change: Partial<ExportSource>): ExportSource => ({
  legs: [{ call: CALL, messages: [] }],
  links: [],
  packets: [],
  parts: new Set(EXPORT_PARTS),
  name: CALL.callId,
  hideDigits: false,
  hideNumbers: false,
  isAnonymous: false,
  madeAtUs: TIME_US,
  alias: () => undefined,
  present: callToJson,
  qualityOf: (leg) => ({ mos: null, loss_pct: null, jitter_ms: null, rtt_ms: null, ...qualityToJson(qualityOf(leg)) }),
  ...change,
});

function readBack(format: ExportFormat, change: Partial<ExportSource>) {
  const { body } = exportCalls(format, source(change));
  assert.ok(Buffer.isBuffer(body));
  const { packets, format: found } = readCapture(body);
  assert.equal(found, format);
  return packets.map((packet) => ({
    text: Buffer.from(packet.payload).toString("latin1"),
    timeUs: packet.timeUs,
    ends: `${packet.src}:${packet.srcPort} ${packet.dst}:${packet.dstPort}`,
  }));
}

const invite = sip("one@fixture.example", "INVITE");
const bye = sip("one@fixture.example", "BYE");

describe("a capture", () => {
  for (const format of ["pcap", "pcapng"] as const) {
    test(`as ${format} holds every packet once, in order of event time, byte for byte`, () => {
      const packets = [archived(2, bye), archived(1, invite), archived(2, bye)];
      assert.deepEqual(readBack(format, { packets }), [
        { text: invite, timeUs: TIME_US + 1000, ends: "192.0.2.1:5060 192.0.2.2:5060" },
        { text: bye, timeUs: TIME_US + 2000, ends: "192.0.2.1:5060 192.0.2.2:5060" },
      ]);
    });
  }

  test("leaves out what was not asked for", () => {
    const rtcp = JSON.stringify({
      sender_information: { ntp_timestamp_sec: 1, ntp_timestamp_usec: 1, rtp_timestamp: 1, packets: 1, octets: 1 },
      ssrc: 1,
      type: 200,
      report_count: 0,
      report_blocks: [],
    });
    const packets = [
      archived(1, invite),
      archived(2, rtcp, { payloadType: PAYLOAD_TYPE.RTCP_JSON, srcPort: 40001, dstPort: 40003 }),
      archived(3, "a log line", { payloadType: PAYLOAD_TYPE.LOG }),
    ];
    assert.equal(readBack("pcap", { packets, parts: new Set(["sip"]) }).length, 1);
    assert.deepEqual(
      readBack("pcap", { packets, parts: new Set(["sip", "rtcp"]) }).map(({ ends }) => ends),
      ["192.0.2.1:5060 192.0.2.2:5060", "192.0.2.1:40001 192.0.2.2:40003"],
    );
    const text = exportCalls("pcapng", source({ packets, parts: new Set(["log"]) })).body.toString("latin1");
    assert.match(text, /a log line/);
    assert.doesNotMatch(text, /INVITE/);
  });

  test("does not carry messages of other calls that came in the same TCP payload", () => {
    const packets = [archived(1, sip("foreign@elsewhere.example", "INVITE") + invite + sip("foreign@elsewhere.example", "BYE"))];
    assert.deepEqual(
      readBack("pcap", { packets }).map(({ text }) => text),
      [invite],
    );
    assert.deepEqual(
      readBack("pcap", { packets: [archived(1, sip("foreign@elsewhere.example", "INVITE") + sip("foreign@elsewhere.example", "BYE"))] }),
      [],
    );
  });

  test("keeps a message with defects as it is", () => {
    const broken = "INVITE sip:x SIP/2.0\r\nContent-Length: 50\r\n\r\nshort";
    assert.deepEqual(
      readBack("pcap", { packets: [archived(1, broken)] }).map(({ text }) => text),
      [broken],
    );
  });

  test("hides typed digits from those who may not read them, and only from those", () => {
    const packets = [archived(1, sip("one@fixture.example", "INFO", "Signal=7\r\nDuration=160\r\n", "application/dtmf-relay"))];
    assert.match(readBack("pcap", { packets, hideDigits: true })[0]?.text ?? "", /Signal=\*\r\nDuration=160/);
    assert.match(readBack("pcap", { packets })[0]?.text ?? "", /Signal=7\r\n/);
  });

  test("passes over frames that cannot be decoded", () => {
    const damaged = { ...archived(1, invite), frame: new Uint8Array([1, 2, 3]) };
    assert.equal(readBack("pcap", { packets: [damaged, archived(2, bye)] }).length, 1);
  });
});

describe("text and JSON", () => {
  const view = (raw: string, change: Partial<MessageView> = {}): MessageView => ({
    ref: "c1-1-0.call:1",
    timeUs: TIME_US,
    receivedUs: TIME_US,
    payloadType: PAYLOAD_TYPE.SIP,
    method: "INVITE",
    statusCode: 0,
    statusText: "",
    cseq: 1,
    cseqMethod: "INVITE",
    callId: CALL.callId,
    branch: "",
    fromTag: "",
    toTag: "",
    requestUri: "",
    src: "192.0.2.1",
    srcPort: 5060,
    dst: "2001:db8::1",
    dstPort: 5060,
    transport: "udp",
    agent: "sbc1",
    retransmission: false,
    alsoSeenBy: [],
    bodyKind: "",
    raw,
    ...change,
  });

  test("text is each message under a line of time, ends, transport and agent", () => {
    const { body, name, contentType } = exportCalls(
      "text",
      source({ legs: [{ call: CALL, messages: [view(invite), view(invite, { ref: "c1-1-0.call:2", retransmission: true, alsoSeenBy: ["sbc2"] })] }] }),
    );
    const [first, second] = String(body).split("\n\n");
    assert.equal(first?.split("\n")[0], "2026-11-20T10:00:00.000000Z 192.0.2.1:5060 -> [2001:db8::1]:5060 UDP sbc1");
    assert.equal(first?.split("\n")[1], "INVITE sip:1002@192.0.2.2 SIP/2.0");
    assert.match(second ?? "", /sbc1 \(retransmission\) \(also seen by sbc2\)$/m);
    assert.deepEqual([name, contentType], ["sipglass-one@fixture.example.txt", "text/plain; charset=utf-8"]);
  });

  test("JSON is calls with their findings, and messages", () => {
    const body = JSON.parse(String(exportCalls("json", source({ legs: [{ call: CALL, messages: [view(invite)] }] })).body)) as {
      calls: { call_id: string; findings: null }[];
      messages: { raw: string }[];
    };
    assert.equal(body.calls[0]?.call_id, "one@fixture.example");
    assert.equal(body.calls[0]?.findings, null, "nobody looked at it yet");
    assert.equal(body.messages[0]?.raw, invite);
  });
});

test("a file name holds nothing that a header or a file system could stumble over", () => {
  assert.equal(safeName(`a"\r\nSet-Cookie: x=1/../..\\b@host`), "a_Set-Cookie_x_1_.._.._b@host");
  assert.match(safeName('"\r\n;/\\:*?<>|%'), /^[A-Za-z0-9._@-]+$/);
  assert.equal(safeName("..."), "call");
  assert.equal(safeName("x".repeat(300)).length, 100);
});
