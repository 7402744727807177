// Media of a file: streams find the calls that announced their ends, are rated, and can be heard; RTP itself is not kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPcapWriter } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";
import { decodeG711 } from "../quality/g711.ts";
import { mediaOf } from "./media-of.ts";
import { openCapture } from "./open-capture.ts";

const START_US = 1_795_196_999_000_000;
const ALICE = { ip: "10.0.0.1", sip: 5060, rtp: 30_000 };
const BOB = { ip: "10.0.0.2", sip: 5060, rtp: 40_000 };

function packet(
  payload: Uint8Array,
  atMs: number,
  src: string,
  srcPort: number,
  dst: string,
  dstPort: number,
  payloadType: number,
): Packet {
  return {
    version: 0,
    ipVersion: 4,
    ipProtocol: 17,
    src,
    srcPort,
    dst,
    dstPort,
    timeUs: START_US + atMs * 1000,
    payloadType,
    agentId: 1,
    agentName: "pcap",
    correlationId: "",
    authKey: "",
    vlan: 0,
    payload,
  };
}

function sip(start: string, cseq: string, atMs: number, up: boolean, callId: string, rtpPort = 0): Packet {
  const [from, to] = up ? [ALICE, BOB] : [BOB, ALICE];
  const body =
    rtpPort === 0 ? "" : `v=0\r\no=- 1 1 IN IP4 ${from.ip}\r\ns=-\r\nc=IN IP4 ${from.ip}\r\nt=0 0\r\nm=audio ${rtpPort} RTP/AVP 0\r\n`;
  const text =
    `${start}\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK${callId}${cseq.replace(" ", "")}\r\nFrom: "Alice" <sip:alice@example.org>;tag=a\r\nTo: "Bob" <sip:bob@example.org>;tag=b\r\n` +
    `Call-ID: ${callId}\r\nCSeq: ${cseq}\r\nMax-Forwards: 70\r\n${body === "" ? "" : "Content-Type: application/sdp\r\n"}Content-Length: ${body.length}\r\n\r\n${body}`;
  return packet(new TextEncoder().encode(text), atMs, from.ip, from.sip, to.ip, to.sip, PAYLOAD_TYPE.SIP);
}

function rtp(sequence: number, atMs: number, up: boolean, ssrc: number, samples = 0x80): Packet {
  const payload = new Uint8Array(172).fill(samples, 12);
  const view = new DataView(payload.buffer);
  view.setUint16(0, 0x8000);
  view.setUint16(2, sequence);
  view.setUint32(4, sequence * 160);
  view.setUint32(8, ssrc);
  const [from, to] = up ? [ALICE, BOB] : [BOB, ALICE];
  return packet(payload, atMs, from.ip, from.rtp, to.ip, to.rtp, PAYLOAD_TYPE.RTP);
}

const call = (callId: string, atMs: number): Packet[] => [
  sip("INVITE sip:bob@example.org SIP/2.0", "1 INVITE", atMs, true, callId, ALICE.rtp),
  sip("SIP/2.0 200 OK", "1 INVITE", atMs + 1000, false, callId, BOB.rtp),
  sip("ACK sip:bob@example.org SIP/2.0", "1 ACK", atMs + 1010, true, callId),
];
const bye = (callId: string, atMs: number): Packet[] => [
  sip("BYE sip:bob@example.org SIP/2.0", "2 BYE", atMs, true, callId),
  sip("SIP/2.0 200 OK", "2 BYE", atMs + 10, false, callId),
];

/** One voice packet of twenty is lost on the way to Alice. */
function file(): Uint8Array {
  const up = Array.from({ length: 500 }, (_, i) => rtp(i, 1100 + i * 20, true, 1));
  const down = Array.from({ length: 500 }, (_, i) => rtp(i, 1105 + i * 20, false, 2)).filter((_, i) => i % 10 !== 5);
  const again = Array.from({ length: 100 }, (_, i) => rtp(i, 61_100 + i * 20, true, 3));
  const stray = Array.from({ length: 20 }, (_, i) => ({ ...rtp(i, 30_000 + i * 20, true, 4), srcPort: 50_000, dstPort: 50_002 }));
  const packets = [
    ...call("one@test", 0),
    ...up,
    ...down,
    ...bye("one@test", 11_200),
    ...stray,
    ...call("two@test", 60_000),
    ...again,
    ...bye("two@test", 64_000),
  ];
  const writer = createPcapWriter();
  return Buffer.concat([writer.header(), ...packets.toSorted((a, b) => a.timeUs - b.timeUs).map((one) => writer.packet(one))]);
}

test("each call has the media that flowed while it lasted, though the ports are used again", () => {
  const capture = openCapture(file());
  const [one, two] = capture.calls;
  assert.ok(one && two);
  assert.deepEqual([capture.packets, capture.sipMessages, capture.rtpPackets], [10, 10, 1070]);
  assert.deepEqual(
    capture
      .qualityOf(one)
      .streams.map(({ ssrc, direction, source, packets, lost, lossPct, codec }) => [
        ssrc,
        direction,
        source,
        packets,
        lost,
        lossPct,
        codec,
      ]),
    [
      [1, "caller_to_callee", "rtp", 500, 0, 0, "PCMU"],
      [2, "callee_to_caller", "rtp", 450, 50, 10, "PCMU"],
    ],
  );
  assert.deepEqual(
    capture.qualityOf(two).streams.map(({ ssrc }) => ssrc),
    [3],
  );
  assert.deepEqual(
    capture.strayStreams.map(({ ssrc, src }) => [ssrc, src]),
    [[4, "10.0.0.1:50000"]],
  );
});

test("rows and verdicts come from it", () => {
  const capture = openCapture(file());
  const [one] = capture.calls;
  assert.ok(one);
  // 10 % single losses: Ie,eff = 95 · 10 / 35.1 = 27.07, MOS 3.41.
  assert.deepEqual([one.lossPct, one.mos?.worst, one.mos?.source, one.rttMs], [10, 3.41, "rtp", null]);
  assert.match(capture.qualityOf(one).verdicts.join(), /^Alice hears Bob with flaws from \d\d:\d\d:\d\d UTC: 10 % loss\.$/);
});

test("one stream is read again to be heard", () => {
  const media = mediaOf(file(), { ssrc: 2, src: "10.0.0.2:40000", dst: "10.0.0.1:30000" });
  assert.equal(media.length, 450);
  const pcm = decodeG711(media);
  assert.deepEqual([pcm.length, pcm[0], pcm[5 * 160], pcm[6 * 160]], [80_000, 32_124, 0, 32_124]);
  assert.deepEqual(mediaOf(file(), { ssrc: 9, src: "10.0.0.2:40000", dst: "10.0.0.1:30000" }), []);
});
