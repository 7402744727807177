// Directions through NAT and media proxies: from either end of the packet, from hosts, from SSRCs, from names, and never against the SDP.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Stream } from "@sipglass/model";
import { answered, CALLEE, CALLER, leg, rtcpView, sdp, sipView, type End } from "./quality.fixture.ts";
import { planOf } from "./media-plan.ts";
import { qualityOf } from "./quality-of.ts";

const [A, B] = [10, 11];
const about = (ssrc: number, source: number, cname = "") => ({
  ssrc,
  type: 201,
  report_blocks: [{ source_ssrc: source, highest_seq_no: 300 + ssrc, fraction_lost: 0, packets_lost: 0, ia_jitter: 8, lsr: 0, dlsr: 0 }],
  ...(cname === "" ? {} : { sdes_information: [{ type: 1, text: cname }] }),
});
const directions = (streams: readonly Stream[]): Record<number, string> =>
  Object.fromEntries(streams.map(({ ssrc, direction }) => [ssrc, direction]));

const proxyToCaller = { ip: "10.9.0.1", port: 30_000 };
const proxyToCallee = { ip: "10.9.0.1", port: 30_010 };
/** Both hops of a proxy that anchors media under one Call-ID. */
const anchored = [
  sipView(0, CALLER, { ip: "10.9.0.1", port: 5060 }, "INVITE sip:bob@example.org", { body: sdp(CALLER) }),
  sipView(1, { ip: "10.9.0.1", port: 5060 }, CALLEE, "INVITE sip:bob@example.org", { body: sdp(proxyToCallee) }),
  sipView(2000, CALLEE, { ip: "10.9.0.1", port: 5060 }, "200 OK", { body: sdp(CALLEE) }),
  sipView(2001, { ip: "10.9.0.1", port: 5060 }, CALLER, "200 OK", { body: sdp(proxyToCaller) }),
];

test("each hop's ends belong to the side in whose name they were announced", () => {
  const { ends, callerTag } = planOf(anchored);
  const side = ({ ip, port }: End): string | undefined => ends.get(`${ip}:${port}`)?.side;
  assert.deepEqual(
    [side(CALLER), side(proxyToCallee), side(CALLEE), side(proxyToCaller), callerTag],
    ["caller", "caller", "callee", "callee", "a"],
  );
  assert.equal(ends.get("10.9.0.1:30001")?.rtp, "10.9.0.1:30000");
});

test("behind NAT the source is a stranger: where the packet went tells who sent it", () => {
  const natted = { ip: "198.51.100.7", port: 61_000 };
  const { streams } = qualityOf(
    leg([...anchored, rtcpView(5000, natted, proxyToCaller, about(A, B)), rtcpView(5001, CALLEE, proxyToCallee, about(B, A))]),
  );
  assert.deepEqual(directions(streams), { [A]: "caller_to_callee", [B]: "callee_to_caller" });
});

test("when neither end was announced, an SSRC that is known by then tells", () => {
  const [x, y] = [
    { ip: "203.0.113.1", port: 1000 },
    { ip: "203.0.113.2", port: 2000 },
  ];
  const known = rtcpView(9000, CALLEE, CALLER, about(B, A));
  assert.deepEqual(directions(qualityOf(leg([...answered(), rtcpView(5000, x, y, about(A, B)), known])).streams), {
    [A]: "caller_to_callee",
    [B]: "callee_to_caller",
  });
  assert.deepEqual(directions(qualityOf(leg([...answered(), rtcpView(5000, x, y, about(A, B))])).streams), { [B]: "unknown" });
  assert.deepEqual(directions(qualityOf(leg([...answered(), rtcpView(5000, x, y, about(A, B, "sip:alice@198.51.100.9"))])).streams), {
    [B]: "callee_to_caller",
  });
});

test("a=rtcp and rtcp-mux say where RTCP goes", () => {
  const elsewhere = { ip: "10.0.0.7", port: 7776 };
  const lines = "a=rtcp:7777 IN IP4 10.0.0.7\r\n";
  const messages = [
    sipView(0, CALLER, CALLEE, "INVITE sip:bob@example.org", { body: sdp(CALLER, "8", lines) }),
    rtcpView(5000, { ip: "203.0.113.1", port: 1 }, elsewhere, about(B, A)),
  ];
  assert.deepEqual(directions(qualityOf(leg(messages)).streams), { [A]: "caller_to_callee" });
  const muxed = { ip: CALLER.ip, port: CALLER.port - 1 };
  const mux = [
    sipView(0, CALLER, CALLEE, "INVITE sip:bob@example.org", { body: sdp(CALLER, "8", "a=rtcp-mux\r\n") }),
    rtcpView(5000, { ip: "203.0.113.1", port: 1 }, muxed, about(B, A)),
  ];
  assert.deepEqual(directions(qualityOf(leg(mux)).streams), { [A]: "caller_to_callee" });
});

test("a transcoding proxy: each hop has the codec of its own answer", () => {
  const messages = [
    sipView(0, CALLER, CALLEE, "INVITE sip:b@x", { body: sdp(CALLER) }),
    sipView(1, CALLER, CALLEE, "INVITE sip:b@x", { body: sdp(proxyToCallee, "96", "a=rtpmap:96 opus/48000/2\r\n") }),
    sipView(2000, CALLEE, CALLER, "200 OK", { body: sdp(CALLEE, "96", "a=rtpmap:96 opus/48000/2\r\n") }),
    sipView(2001, CALLEE, CALLER, "200 OK", { body: sdp(proxyToCaller) }),
  ];
  const plan = planOf(messages);
  const codec = (x: End, y: End): string | undefined => plan.agreed(`${x.ip}:${x.port}`, `${y.ip}:${y.port}`)?.codec.name;
  assert.deepEqual([codec(CALLER, proxyToCaller), codec(proxyToCallee, CALLEE)], ["PCMA", "opus"]);
});

test("an offer in the answer is answered in the ACK", () => {
  const messages = [
    sipView(0, CALLER, CALLEE, "INVITE sip:b@x"),
    sipView(2000, CALLEE, CALLER, "200 OK", { body: sdp(CALLEE, "0 8") }),
    sipView(2010, CALLER, CALLEE, "ACK sip:b@x", { cseq: "1 ACK", body: sdp(CALLER, "8") }),
  ];
  assert.equal(planOf(messages).agreed("10.0.0.1:40000", "10.0.0.2:50000")?.codec.name, "PCMA");
});

test("whatever is sent as RTCP, nothing throws, no figure is NaN and no MOS leaves 1 to 4.5", () => {
  const word = fc.oneof(fc.integer({ min: -0x8000_0000, max: 0xffff_ffff }), fc.constant("x"), fc.double(), fc.constant(null));
  const record = fc.record({
    source_ssrc: fc.constantFrom(1, 2, "2"),
    fraction_lost: word,
    packets_lost: word,
    highest_seq_no: word,
    ia_jitter: word,
    lsr: word,
    dlsr: word,
  });
  const xr = fc.record({
    identifier: word,
    loss_rate: word,
    discard_rate: word,
    burst_rate: word,
    gap_rate: word,
    burst_duration: word,
    gap_duration: word,
    round_trip_delay: word,
    end_sys_delay: word,
    R_fact: word,
    MOS_LQ: word,
  });
  const packet = fc.record({
    ssrc: fc.constantFrom(1, 2, -1),
    type: fc.constantFrom(200, 201, 202, 207),
    report_blocks: fc.array(record, { maxLength: 3 }),
    extended_report_information: xr,
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(packet, fc.boolean()), { maxLength: 6 }), (packets) => {
      const { streams } = qualityOf(
        leg([
          ...answered(),
          ...packets.map(([json, up], i) => rtcpView(3000 + i * 1000, up ? CALLER : CALLEE, up ? CALLEE : CALLER, json)),
        ]),
      );
      for (const stream of streams) {
        for (const one of [stream, ...stream.reports])
          for (const [name, value] of Object.entries(one))
            assert.ok(typeof value !== "number" || Number.isFinite(value), `${name} ${value}`);
        for (const mos of [stream.mosLq, stream.mosCq, stream.worstMos]) assert.ok(mos === null || (mos >= 1 && mos <= 4.5));
        assert.ok(stream.lossPct === null || (stream.lossPct >= 0 && stream.lossPct <= 100));
      }
    }),
    { numRuns: 150 },
  );
});
