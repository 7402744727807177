// What a datagram is: SIP on any port, HEP with what is inside, RTCP, RTP when it is sure, keep-alives; the rest is counted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PAYLOAD_TYPE } from "@sipglass/model";
import fc from "fast-check";
import { encodeHep3 } from "../hep/encode-hep.ts";
import { mutated } from "../pcap/mutation.fixture.ts";
import { ascii, bytes, ethernet, framesOf, ipv4, packetOf, readFrames, sipRequest, T0_US, tcp, texts, udp } from "./wire.fixture.ts";

const datagram = (payload: Uint8Array, srcPort = 5060, dstPort = 5060): Uint8Array =>
  ethernet(0x0800, ipv4(17, udp(srcPort, dstPort, payload)));
const text = (message: Uint8Array): string => new TextDecoder().decode(message);

test("a SIP datagram becomes a packet with ends, time, transport, MAC addresses and type of service", () => {
  const message = sipRequest("a");
  const [frame] = framesOf(message, { extra: { tos: 0x68, srcMac: "02:11:22:33:44:55" }, vlan: 12, srcPort: 5070 });
  const { packets, refused } = readFrames([frame!]);
  const { payload, ...rest } = packets[0]!;
  assert.equal(text(payload), text(message));
  assert.deepEqual(refused, {});
  const { payload: _, ...expected } = packetOf(message, { srcPort: 5070, vlan: 12 });
  assert.deepEqual(rest, { ...expected, timeUs: T0_US, extra: { srcMac: "02:11:22:33:44:55", dstMac: "02:00:c0:00:02:02", tos: 0x68 } });
});

test("SIP is found on any port; a damaged start line is taken only on a SIP port", () => {
  assert.equal(readFrames([datagram(sipRequest("a"), 7000, 7001)]).packets.length, 1);
  const damaged = ascii("INVITE sip:user@glass.example\r\nCall-ID: x\r\n\r\n");
  assert.equal(readFrames([datagram(damaged)]).packets.length, 1);
  assert.equal(readFrames([datagram(damaged, 7000, 7001)]).packets.length, 0);
  assert.equal(readFrames([datagram(damaged, 7000, 7001)], { ports: { sip: [7001] } }).packets.length, 1);
});

test("keep-alives and strangers are counted", () => {
  const read = readFrames([
    datagram(ascii("\r\n\r\n")),
    datagram(new Uint8Array(4)),
    datagram(new Uint8Array(0)),
    datagram(ascii("GET / HTTP/1.1\r\n\r\n"), 99, 98),
  ]);
  assert.deepEqual([read.packets.length, read.refused], [0, { keep_alive: 3, not_sip: 1 }]);
});

test("the agent is named after the interface, or as the caller says", () => {
  assert.equal(readFrames([datagram(sipRequest("a"))]).packets[0]?.agentName, "pcap");
  assert.equal(readFrames([datagram(sipRequest("a"))], { agentName: "span port" }).packets[0]?.agentName, "span port");
});

test("HEP in a datagram gives the packet inside, with the sender's own time and ends", () => {
  const inside = packetOf(sipRequest("a"), { src: "10.9.9.9", timeUs: T0_US - 5_000_000, agentId: 77, agentName: "77", version: 3 });
  const hep = encodeHep3(inside);
  assert.ok(hep instanceof Uint8Array);
  const read = readFrames([datagram(hep, 40_000, 9999)]);
  assert.deepEqual(read.refused, {});
  assert.deepEqual(
    [read.packets[0]?.src, read.packets[0]?.timeUs, read.packets[0]?.agentId, read.packets[0]?.version],
    ["10.9.9.9", T0_US - 5_000_000, 77, 3],
  );
});

test("HEP over TCP, cut anywhere, gives every packet with a payload that lasts", () => {
  const names = ["a", "b", "c", "d"];
  const hep = bytes(...names.map((name) => encodeHep3(packetOf(sipRequest(name, 300))) as Uint8Array));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 700 }), (size) => {
      const segments = Array.from({ length: Math.ceil(hep.length / size) }, (_, i) =>
        ethernet(0x0800, ipv4(6, tcp({ sequence: 1 + i * size, payload: hep.subarray(i * size, (i + 1) * size), dstPort: 9060 }))),
      );
      assert.deepEqual(
        texts(readFrames(segments)),
        names.map((name) => text(sipRequest(name, 300))),
      );
    }),
    { numRuns: 30 },
  );
});

test("SIP over TCP at a collector's port, cut anywhere, is SIP: the bytes decide, not the port", () => {
  const sip = bytes(ascii("\r\n\r\n"), sipRequest("a", 60), sipRequest("b"));
  for (let size = 1; size <= sip.length; size++) {
    const segments = Array.from({ length: Math.ceil(sip.length / size) }, (_, i) =>
      ethernet(0x0800, ipv4(6, tcp({ sequence: 1 + i * size, payload: sip.subarray(i * size, (i + 1) * size), dstPort: 9060 }))),
    );
    const read = readFrames(segments);
    assert.deepEqual(texts(read), [text(sipRequest("a", 60)), text(sipRequest("b"))], `segments of ${size} bytes`);
    assert.deepEqual(Object.keys(read.refused), ["keep_alive"]);
  }
});

test("HEP over TCP that is seen from the middle of a frame on is taken up at the next frame", () => {
  const hep = bytes(...["a", "b"].map((name) => encodeHep3(packetOf(sipRequest(name, 300))) as Uint8Array));
  for (const at of [1, 5, 40, 200]) {
    const read = readFrames([ethernet(0x0800, ipv4(6, tcp({ sequence: 1, payload: hep.subarray(at), dstPort: 9060 })))]);
    assert.deepEqual([texts(read), read.refused], [[text(sipRequest("b", 300))], { not_hep: 1 }], `from byte ${at}`);
  }
});

test("RTP of a source that happens to use a collector's port is RTP, and HEP 1 there is HEP", () => {
  const read = readFrames([1, 2, 3].map((sequence) => datagram(rtp(sequence), 40_000, 9060)));
  assert.deepEqual([read.packets.map(({ payloadType }) => payloadType), read.refused], [Array(3).fill(PAYLOAD_TYPE.RTP), {}]);
  const hep1 = bytes(1, 16, 2, 17, 0x13, 0xc4, 0x13, 0xc4, 10, 0, 0, 1, 10, 0, 0, 2, sipRequest("a"));
  assert.deepEqual(
    readFrames([datagram(hep1, 40_000, 9060)]).packets.map(({ src, version }) => [src, version]),
    [["10.0.0.1", 1]],
  );
});

const rtp = (sequence: number, ssrc = 0x1234_5678, payloadType = 8): Uint8Array =>
  bytes(
    0x80,
    payloadType,
    sequence >> 8,
    sequence & 255,
    0,
    0,
    0,
    sequence & 255,
    ssrc >>> 24,
    (ssrc >> 16) & 255,
    (ssrc >> 8) & 255,
    ssrc & 255,
    new Uint8Array(160).fill(0xd5),
  );

test("RTP is passed on once a second packet of the same source confirms it, none is lost", () => {
  const read = readFrames([1, 2, 3, 4].map((sequence) => datagram(rtp(sequence), 40_000, 50_000)));
  assert.deepEqual(
    read.packets.map((packet) => [packet.payloadType, packet.payload[3]]),
    [1, 2, 3, 4].map((n) => [PAYLOAD_TYPE.RTP, n]),
  );
  assert.deepEqual(read.refused, {});
});

test("a lone datagram that only resembles RTP is counted, not passed on", () => {
  const read = readFrames([datagram(rtp(1), 40_000, 50_000), datagram(rtp(9000, 1), 40_002, 50_000)]);
  assert.deepEqual([read.packets.length, read.refused], [0, { not_sip: 2 }]);
});

test("a question asked twice, and traffic of system ports, is not RTP however much it looks so", () => {
  const again = readFrames([datagram(rtp(7), 40_000, 50_000), datagram(rtp(7), 40_000, 50_000)]);
  assert.deepEqual([again.packets.length, again.refused], [0, { not_sip: 2 }]);
  const dns = readFrames([1, 2, 3].map((sequence) => datagram(rtp(sequence), 40_000, 53)));
  assert.deepEqual([dns.packets.length, dns.refused], [0, { not_sip: 3 }]);
  const mirrored = readFrames([7, 7, 8, 8].map((sequence) => datagram(rtp(sequence), 40_000, 50_000)));
  assert.equal(mirrored.packets.length, 4);
});

test("RTCP that the snapshot length cut is still RTCP", () => {
  const report = new Uint8Array(28 + 24);
  report.set([0x81, 200, 0, 12]);
  const whole = datagram(report, 40_001, 50_001);
  assert.equal(readFrames([whole.subarray(0, whole.length - 10)]).packets[0]?.payloadType, PAYLOAD_TYPE.RTCP_JSON);
});

test("a port that an SDP announced makes the first packet RTP at once", () => {
  const offer = ascii(
    "INVITE sip:a@b SIP/2.0\r\nCall-ID: x\r\nContent-Length: 60\r\n\r\nv=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 50000 RTP/AVP 8\r\n",
  );
  const read = readFrames([datagram(offer), datagram(rtp(1), 40_000, 50_000)], {}, false);
  assert.deepEqual(
    read.packets.map((packet) => packet.payloadType),
    [PAYLOAD_TYPE.SIP, PAYLOAD_TYPE.RTP],
  );
  const told = readFrames([datagram(rtp(1), 40_000, 50_000)], { ports: { media: [50_000] } }, false);
  assert.equal(told.packets.length, 1);
  const unread = readFrames([datagram(rtp(1), 40_000, 50_000)], { ports: { media: [50_000] }, rtp: false });
  assert.deepEqual([unread.packets.length, unread.refused], [0, { not_sip: 1 }]);
});

test("RTCP is told from RTP by its type and lengths, also when both share a port", () => {
  const report = bytes(0x81, 201, 0, 7, 0, 0, 0, 1, new Uint8Array(24));
  const read = readFrames([datagram(report, 40_000, 50_000), datagram(report.subarray(0, 30), 40_000, 50_000)]);
  assert.deepEqual(
    read.packets.map((packet) => packet.payloadType),
    [PAYLOAD_TYPE.RTCP_JSON],
  );
  assert.deepEqual(read.refused, { not_sip: 1 });
});

const chunk = (flags: number, tsn: number, payload: Uint8Array): Uint8Array =>
  bytes(
    0,
    flags,
    (16 + payload.length) >> 8,
    (16 + payload.length) & 255,
    0,
    0,
    0,
    tsn,
    0,
    5,
    0,
    0,
    0,
    0,
    0,
    0,
    payload,
    new Uint8Array((4 - (payload.length % 4)) % 4),
  );
const sctp = (...chunks: Uint8Array[]): Uint8Array =>
  ethernet(0x0800, ipv4(132, bytes(0x13, 0xc4, 0x13, 0xc5, new Uint8Array(8), ...chunks)));

test("SIP over SCTP: each DATA chunk is a message, fragments are joined", () => {
  const whole = sipRequest("a", 1);
  const long = sipRequest("b", 501);
  const read = readFrames([
    sctp(bytes(3, 0, 0, 4), chunk(3, 1, whole), chunk(3, 2, whole)),
    sctp(chunk(2, 3, long.subarray(0, 200))),
    sctp(chunk(0, 4, long.subarray(200, 400))),
    sctp(chunk(1, 5, long.subarray(400))),
  ]);
  assert.deepEqual([texts(read), read.refused], [[whole, whole, long].map(text), {}]);
  assert.deepEqual([read.packets[0]?.ipProtocol, read.packets[0]?.srcPort, read.packets[0]?.dstPort], [132, 5060, 5061]);
});

test("an SCTP fragment whose beginning is missing gives nothing", () => {
  assert.equal(readFrames([sctp(chunk(1, 5, sipRequest("b")))]).packets.length, 0);
});

test("random and damaged frames of every link type never throw", () => {
  const linkType = fc.constantFrom(0, 1, 9, 12, 101, 108, 113, 228, 276, 50, 51, 999);
  const valid = [
    datagram(sipRequest("a")),
    ethernet(0x0800, ipv4(6, tcp({ sequence: 1, payload: sipRequest("b", 20) }))),
    sctp(chunk(3, 1, sipRequest("c"))),
    framesOf(sipRequest("long", 3000), { src: "2001:db8::1", dst: "2001:db8::2" })[0]!,
    ethernet(0x0800, ipv4(47, bytes(0x10, 0, 0x88, 0xbe, new Uint8Array(40)))),
  ];
  fc.assert(
    fc.property(
      fc.array(fc.record({ frame: fc.uint8Array({ maxLength: 120 }), linkType }), { maxLength: 5 }),
      (frames) => void readFrames(frames),
    ),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...valid).chain(mutated), { maxLength: 6 }), (frames) => void readFrames(frames)),
    { numRuns: 500 },
  );
});
