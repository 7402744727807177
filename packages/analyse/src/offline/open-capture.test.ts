// A capture opened without a server: the same calls from pcap, pcapng and a HEP stream, whole or in pieces.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPcapngWriter, createPcapWriter, encodeHep3, type CaptureWriter } from "@sipglass/decode";
import { isSipglassError, PAYLOAD_TYPE, type Packet } from "@sipglass/model";
import { openCapture, openCaptureChunks } from "./open-capture.ts";

const START_US = 1_795_196_999_000_000;
const ALICE = { ip: "10.0.0.1", port: 5060 };
const BOB = { ip: "10.0.0.2", port: 5060 };

function packet(text: string, atMs: number, from = ALICE, to = BOB, change: Partial<Packet> = {}): Packet {
  return {
    version: 3, ipVersion: 4, ipProtocol: 17, src: from.ip, srcPort: from.port, dst: to.ip, dstPort: to.port, timeUs: START_US + atMs * 1000, payloadType: PAYLOAD_TYPE.SIP,
    agentId: 7, agentName: "pcap", correlationId: "", authKey: "", vlan: 0, payload: new TextEncoder().encode(text), ...change,
  };
}

function sip(start: string, cseq: string, { callId = "open@test", toTag = "", body = "" } = {}): string {
  const type = body === "" ? "" : "Content-Type: application/sdp\r\n";
  return `${start}\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK${callId}${cseq.replace(" ", "")}\r\nFrom: <sip:alice@example.org>;tag=a1\r\n`
    + `To: <sip:bob@example.org>${toTag}\r\nCall-ID: ${callId}\r\nCSeq: ${cseq}\r\nContact: <sip:alice@10.0.0.1>\r\nMax-Forwards: 70\r\n${type}Content-Length: ${body.length}\r\n\r\n${body}`;
}

const SDP = "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 30000 RTP/AVP 8\r\n";
const TAG = { toTag: ";tag=b1" };
/** A sender report without blocks (RFC 3550 §6.4.1), with the source description that makes it a compound packet. */
const RTCP = Uint8Array.of(0x80, 200, 0, 6, ...new Array<number>(24).fill(1), 0x81, 202, 0, 2, 1, 1, 1, 1, 1, 0, 0, 0);

const CALL: Packet[] = [
  packet(sip("INVITE sip:bob@example.org SIP/2.0", "1 INVITE", { body: SDP }), 0),
  packet(sip("SIP/2.0 180 Ringing", "1 INVITE", TAG), 100, BOB, ALICE),
  packet(sip("SIP/2.0 200 OK", "1 INVITE", TAG), 2000, BOB, ALICE),
  packet(sip("ACK sip:bob@example.org SIP/2.0", "1 ACK", TAG), 2010),
  packet("", 4000, { ip: "10.0.0.2", port: 40_001 }, { ip: "10.0.0.1", port: 30_001 }, { payloadType: PAYLOAD_TYPE.RTCP_JSON, payload: RTCP }),
  packet(sip("BYE sip:bob@example.org SIP/2.0", "2 BYE", TAG), 9000),
  packet(sip("SIP/2.0 200 OK", "2 BYE", TAG), 9010, BOB, ALICE),
  packet(sip("INVITE sip:carol@example.org SIP/2.0", "1 INVITE", { callId: "busy@test" }), 9500),
  packet(sip("SIP/2.0 486 Busy Here", "1 INVITE", { callId: "busy@test", ...TAG }), 9600, BOB, ALICE),
  packet(sip("ACK sip:carol@example.org SIP/2.0", "1 ACK", { callId: "busy@test", ...TAG }), 9610),
];

function file(writer: CaptureWriter, packets: readonly Packet[]): Uint8Array {
  return Buffer.concat([writer.header(), ...packets.map((one) => writer.packet(one))]);
}

function hepStream(packets: readonly Packet[]): Uint8Array {
  return Buffer.concat(packets.map((one) => {
    const frame = encodeHep3(one);
    assert.ok(frame instanceof Uint8Array);
    return frame;
  }));
}

test("pcap, pcapng and a HEP stream of the same packets give the same calls", () => {
  const opened = { pcap: openCapture(file(createPcapWriter(), CALL)), pcapng: openCapture(file(createPcapngWriter(), CALL)), hep: openCapture(hepStream(CALL)) };
  for (const [format, capture] of Object.entries(opened)) {
    assert.equal(capture.format, format);
    assert.deepEqual([capture.packets, capture.sipMessages, capture.refused], [10, 9, {}]);
    assert.deepEqual(capture.calls.map((call) => [call.callId, call.state, call.statusCode, call.talkMs, call.startedAtUs]), [
      ["open@test", "completed", 200, 7000, START_US], ["busy@test", "busy", 486, null, START_US + 9_500_000],
    ]);
  }
});

test("messages of a call are its own, in order, with the RTCP that its SDP announced", () => {
  const capture = openCapture(file(createPcapWriter(), CALL));
  const [first, second] = capture.calls;
  assert.ok(first && second);
  assert.deepEqual(capture.messagesOf(first).map((message) => message.method || message.statusCode || message.payloadType), ["INVITE", 180, 200, "ACK", 5, "BYE", 200]);
  assert.deepEqual(capture.messagesOf(second).map((message) => message.callId), ["busy@test", "busy@test", "busy@test"]);
  assert.equal(capture.packetsOf(first).length, 7);
  assert.match(capture.messagesOf(first)[0]?.raw ?? "", /^INVITE sip:bob@example.org SIP\/2.0\r\n/);
});

test("pieces of any size give what the whole gives", async () => {
  for (const bytes of [file(createPcapWriter(), CALL), hepStream(CALL)]) {
    for (const size of [1, 3, 700]) {
      const pieces = async function* (): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
      };
      const capture = await openCaptureChunks(pieces());
      assert.deepEqual(capture.calls.map((call) => [call.callId, call.state, call.messages]), openCapture(bytes).calls.map((call) => [call.callId, call.state, call.messages]));
    }
  }
});

test("two messages in one payload belong each to its call", () => {
  const both = sip("OPTIONS sip:a@example.org SIP/2.0", "1 OPTIONS", { callId: "one@test" }) + sip("OPTIONS sip:a@example.org SIP/2.0", "1 OPTIONS", { callId: "two@test" });
  const capture = openCapture(hepStream([packet(both, 0, ALICE, BOB, { ipProtocol: 6 })]));
  assert.deepEqual([capture.packets, capture.sipMessages], [1, 2]);
  for (const call of capture.calls) assert.deepEqual(capture.messagesOf(call).map(({ callId }) => callId), [call.callId]);
});

test("registrations are listed", () => {
  const capture = openCapture(hepStream([
    packet(sip("REGISTER sip:example.org SIP/2.0", "1 REGISTER"), 0),
    packet(sip("SIP/2.0 200 OK", "1 REGISTER", TAG).replace("<sip:alice@10.0.0.1>", "<sip:alice@10.0.0.1>;expires=600"), 20, BOB, ALICE),
  ]));
  assert.deepEqual(capture.registrations.map(({ state, expiresS, contact }) => [state, expiresS, contact]), [["registered", 600, "sip:alice@10.0.0.1"]]);
});

test("a file that ends with the last repetition of an unanswered request has its time-out, one that ends before says that the end is missing", () => {
  const repeated = (method: string, ...seconds: number[]): Packet[] => seconds.map((s) => packet(sip(`${method} sip:bob@example.org SIP/2.0`, `1 ${method}`), s * 1000));
  const outcome = (packets: Packet[]): unknown => openCapture(hepStream(packets)).calls.map(({ state, endedBy, endedAtUs, partial }) => [state, endedBy, endedAtUs > 0, partial]);
  const timerA = [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5];
  assert.deepEqual(outcome(repeated("INVITE", ...timerA)), [["timeout", "timeout", true, ""]]);
  assert.deepEqual(outcome(repeated("INVITE", ...timerA.slice(0, -1))), [["trying", "unknown", false, "lost_end"]]);
  assert.deepEqual(outcome([...repeated("INVITE", ...timerA), packet(sip("SIP/2.0 100 Trying", "1 INVITE"), 31_600, BOB, ALICE)]), [["trying", "unknown", false, "lost_end"]]);
  assert.deepEqual(outcome(repeated("REGISTER", 0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5)), [["timeout", "unknown", true, ""]]);
});

test("a packet without time stands where the file has it", () => {
  const capture = openCapture(hepStream([CALL[0] as Packet, { ...(CALL[1] as Packet), timeUs: 0 }, CALL[2] as Packet]));
  const [call] = capture.calls;
  assert.ok(call);
  assert.deepEqual(capture.messagesOf(call).map(({ statusCode, timeUs }) => [statusCode, timeUs - START_US]), [[0, 0], [180, 0], [200, 2_000_000]]);
});

test("what is no capture says so, and a cut file gives what it has", () => {
  for (const bytes of [new Uint8Array(0), Uint8Array.of(1, 2), new TextEncoder().encode("INVITE sip:x SIP/2.0\r\n\r\n")]) {
    assert.throws(() => openCapture(bytes), (error) => isSipglassError(error) && error.code === "not_capture");
  }
  const whole = file(createPcapWriter(), CALL);
  const cut = openCapture(whole.subarray(0, whole.length - 5));
  assert.deepEqual([cut.packets, cut.refused], [9, { pcap_truncated: 1 }]);
});
