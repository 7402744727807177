// TCP: segments of any size, in any order, sent twice, overlapping or lost; several messages a segment, keep-alives, streams joined in the
// middle.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { chunksOf } from "../pcap/mutation.fixture.ts";
import { FLOW_LIMITS } from "./tcp-flow.ts";
import { TCP_LIMITS } from "./tcp-connections.ts";
import { ACK, ascii, bytes, ethernet, FIN, ipv4, readFrames, sipRequest, SYN, T0_US, tcp, texts, type Segment } from "./wire.fixture.ts";

const frame = (segment: Segment): Uint8Array => ethernet(0x0800, ipv4(6, tcp(segment)));
const text = (message: Uint8Array): string => new TextDecoder("latin1").decode(message);
const messages = [sipRequest("one", 700), sipRequest("two"), sipRequest("three", 3), sipRequest("four", 2000)];
const stream = bytes(...messages);

/** Segments that carry `payload` cut at `cuts`, from this sequence number on. */
function segmentsOf(payload: Uint8Array, cuts: readonly number[], start: number): Segment[] {
  let sequence = start;
  return chunksOf(payload, cuts).map((chunk) => {
    const segment = { sequence, payload: chunk };
    sequence = (sequence + chunk.length) >>> 0;
    return segment;
  });
}

const syn = (sequence: number): Segment => ({ sequence: (sequence - 1) >>> 0, payload: new Uint8Array(0), flags: SYN });
const cutsOf = fc.array(fc.nat(), { maxLength: 20 });
/** Also beginnings from which the numbers wrap inside the stream. */
const startOf = fc.oneof(fc.nat(), fc.constantFrom(0xffff_ffff, 0xffff_ff00, 0xffff_f000));

test("messages come out whole and in order, however the stream was cut, wherever its numbers begin", () => {
  fc.assert(
    fc.property(cutsOf, startOf, (cuts, start) => {
      const read = readFrames([syn(start), ...segmentsOf(stream, cuts, start)].map(frame));
      assert.deepEqual([texts(read), read.refused], [messages.map(text), {}]);
    }),
  );
});

test("segments out of order and sent again change nothing", () => {
  fc.assert(
    fc.property(cutsOf, startOf, fc.infiniteStream(fc.nat(3)), fc.infiniteStream(fc.boolean()), (cuts, start, delays, repeats) => {
      const segments = segmentsOf(stream, cuts, start).flatMap((segment) => (repeats.next().value ? [segment, segment] : [segment]));
      const late = segments.map((segment, i) => ({ segment, at: i + delays.next().value! })).sort((a, b) => a.at - b.at);
      const read = readFrames([syn(start), ...late.map(({ segment }) => segment)].map(frame));
      assert.deepEqual([texts(read), read.refused], [messages.map(text), {}]);
    }),
  );
});

test("segments that overlap by any length give each byte once", () => {
  fc.assert(
    fc.property(cutsOf, fc.infiniteStream(fc.nat(900)), (cuts, back) => {
      const segments = segmentsOf(stream, cuts, 1000).map(({ sequence, payload }) => {
        const overlap = Math.min(back.next().value!, sequence - 1000);
        return { sequence: sequence - overlap, payload: bytes(stream.subarray(sequence - 1000 - overlap, sequence - 1000), payload) };
      });
      assert.deepEqual(texts(readFrames([syn(1000), ...segments].map(frame))), messages.map(text));
    }),
  );
});

test("a lost segment costs the message it belongs to; the next ones are found again and the gap is counted", () => {
  const parts = messages.map((payload, i) => ({ sequence: 1 + messages.slice(0, i).reduce((sum, m) => sum + m.length, 0), payload }));
  const read = readFrames([syn(1), parts[0]!, parts[2]!, parts[3]!].map(frame));
  assert.deepEqual(texts(read), [messages[0]!, messages[2]!, messages[3]!].map(text));
  assert.equal(read.refused["tcp_gap"], 1);
});

test("a message whose body lost bytes is passed on as far as it came", () => {
  const [head, , tail] = chunksOf(messages[0]!, [500, 600]) as [Uint8Array, Uint8Array, Uint8Array];
  const read = readFrames(
    [
      syn(1),
      { sequence: 1, payload: head },
      { sequence: 601, payload: tail },
      { sequence: 1 + messages[0]!.length, payload: messages[1]! },
    ].map(frame),
  );
  assert.deepEqual(texts(read), [text(head), text(messages[1]!)]);
});

test("a hole is waited for, but not longer than patience allows", () => {
  const [first, second] = messages as [Uint8Array, Uint8Array];
  const early = { frame: frame({ sequence: 1 + first.length, payload: second }), timeUs: T0_US };
  const stranger = {
    frame: frame({ sequence: 1, payload: sipRequest("stranger"), srcPort: 4444 }),
    timeUs: T0_US + FLOW_LIMITS.holePatienceUs,
  };
  const before = readFrames([{ frame: frame(syn(1)), timeUs: T0_US }, early, { ...stranger, timeUs: T0_US + 2_000_000 }], {}, false);
  assert.equal(before.packets.length, 1);
  const after = readFrames([{ frame: frame(syn(1)), timeUs: T0_US }, early, stranger], {}, false);
  assert.deepEqual([after.packets.length, after.refused["tcp_gap"]], [2, 1]);
});

test("memory behind a hole is bounded", () => {
  const filler = new Uint8Array(1400).fill(0x2e);
  const segments = Array.from({ length: 400 }, (_, i) => ({ sequence: 100_000 + i * 1400, payload: filler }));
  const read = readFrames(
    [syn(1), ...segments].map((segment) => ({ frame: frame(segment), timeUs: T0_US })),
    {},
    false,
  );
  assert.equal(read.refused["tcp_gap"], 1);
});

test("a stream joined in the middle of a message is taken up at the next start line", () => {
  const joined = bytes(messages[0]!.subarray(300), ...messages.slice(1));
  fc.assert(
    fc.property(cutsOf, (cuts) => {
      const read = readFrames(segmentsOf(joined, cuts, 5).map(frame));
      assert.deepEqual(texts(read), messages.slice(1).map(text));
      assert.equal(read.refused["not_sip"], 1);
    }),
  );
});

test("CRLF keep-alives between messages are counted and dropped", () => {
  const read = readFrames(
    [syn(1), ...segmentsOf(bytes(ascii("\r\n\r\n"), messages[1]!, ascii("\r\n\r\n"), messages[2]!), [4], 1)].map(frame),
  );
  assert.deepEqual([texts(read), read.refused], [[messages[1]!, messages[2]!].map(text), { keep_alive: 2 }]);
});

test("a message without Content-Length ends where the next one begins, or with what came in one piece", () => {
  const without = ascii("OPTIONS sip:x@y SIP/2.0\r\nCall-ID: nolength\r\n\r\nbody\r\n");
  const read = readFrames(
    [
      syn(1),
      { sequence: 1, payload: bytes(without, messages[1]!) },
      { sequence: 1 + without.length + messages[1]!.length, payload: without },
    ].map(frame),
  );
  assert.deepEqual(texts(read), [without, messages[1]!, without].map(text));
});

test("the compact form of Content-Length and bare line feeds are understood", () => {
  const compact = ascii("OPTIONS sip:x@y SIP/2.0\nCall-ID: c\nl : 5\n\nabcde");
  assert.deepEqual(texts(readFrames([syn(1), { sequence: 1, payload: bytes(compact, compact) }].map(frame))), [
    text(compact),
    text(compact),
  ]);
});

test("both directions of a connection are read apart, with their ports", () => {
  const there = { sequence: 1, payload: messages[1]!, srcPort: 40_000, dstPort: 5060 };
  const back = {
    sequence: 1,
    payload: ascii("SIP/2.0 200 OK\r\nCall-ID: two\r\nContent-Length: 0\r\n\r\n"),
    srcPort: 5060,
    dstPort: 40_000,
  };
  const read = readFrames([there, back].map(frame));
  assert.deepEqual(
    read.packets.map((packet) => [packet.ipProtocol, packet.srcPort, packet.dstPort]),
    [
      [6, 40_000, 5060],
      [6, 5060, 40_000],
    ],
  );
});

test("what is sent again after FIN is not taken for a new message; a new SYN begins anew", () => {
  const data = { sequence: 1, payload: messages[1]!, flags: ACK };
  const fin = { sequence: 1 + messages[1]!.length, payload: new Uint8Array(0), flags: FIN | ACK };
  const again = readFrames([syn(1), data, fin, data, fin].map(frame));
  assert.equal(again.packets.length, 1);
  const reused = readFrames([syn(1), data, fin, syn(9000), { sequence: 9000, payload: messages[1]! }].map(frame));
  assert.equal(reused.packets.length, 2);
});

test("the same ports with numbers from elsewhere, whose SYN is not in the capture, are a new connection", () => {
  const read = readFrames(
    [
      { sequence: 1, payload: messages[1]! },
      { sequence: 0x7000_0000, payload: messages[2]! },
    ].map(frame),
  );
  assert.deepEqual(texts(read), [messages[1]!, messages[2]!].map(text));
});

test("a message takes the time of the frame that completed it", () => {
  const read = readFrames([syn(1), ...segmentsOf(messages[0]!, [100, 200], 1)].map(frame));
  assert.equal(read.packets[0]?.timeUs, T0_US + 3000);
});

test("other protocols over TCP are counted once a run, not kept", () => {
  const http = ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.deepEqual(readFrames([syn(1), { sequence: 1, payload: http }].map(frame)).refused, { not_sip: 1 });
  const binary = fc.uint8Array({ minLength: 1, maxLength: 600 });
  fc.assert(
    fc.property(fc.array(binary, { maxLength: 8 }), (pieces) =>
      assert.equal(readFrames(segmentsOf(bytes(...pieces), [], 1).map(frame)).packets.length, 0),
    ),
  );
});

test("streams of pieces that nearly are SIP never hang nor throw", () => {
  const piece = fc.constantFrom(
    "INVITE ",
    "FOO( ",
    "sip:a@b ",
    "SIP/2.0",
    "SIP/2.0 200 OK",
    "\r\n",
    "\n",
    "\r\n\r\n",
    "Content-Length: 9\r\n",
    "l:99999999\r\n",
    "\0",
    "x".repeat(8192),
    " ",
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }),
      cutsOf,
      (pieces, cuts) => void readFrames(segmentsOf(ascii(pieces.join("")), cuts, 1).map(frame)),
    ),
    { numRuns: 500 },
  );
});

test("the number of connections is bounded", () => {
  const half = messages[0]!.subarray(0, 40);
  const frames = Array.from({ length: TCP_LIMITS.flows + 5 }, (_, i) =>
    frame({ sequence: 1, payload: half, srcPort: 1024 + (i % 60_000) }),
  );
  assert.equal(readFrames(frames, {}, false).refused["tcp_evicted"], 5);
});
