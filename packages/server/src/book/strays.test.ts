// Reports about media that no correlation id brings to their call: found by the addresses of session descriptions, by SSRC behind NAT, by the
// Call-ID inside a phone's report; whichever shard has the call, also when it is stored. With one shard and with three.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, type Call } from "@sipglass/model";
import { qualityOf } from "@sipglass/analyse";
import { frameOf, packetOf } from "../pipeline/frames.fixture.ts";
import { at, ended, FAR_US } from "./messages.fixture.ts";
import { openSite, type Heard, type Run } from "./site.fixture.ts";

interface MediaCall {
  callId: string;
  /** RTP ports of caller and callee. */
  ports: [number, number];
}

const ONE: MediaCall = { callId: "one@host", ports: [40_000, 50_000] };

function withSdp(seconds: number, callId: string, start: string, port: number, back: boolean): Heard {
  const host = back ? "192.0.2.2" : "192.0.2.1";
  const body = `v=0\r\no=- ${port} 1 IN IP4 ${host}\r\ns=-\r\nc=IN IP4 ${host}\r\nt=0 0\r\nm=audio ${port} RTP/AVP 8\r\n`;
  const text =
    `${start}\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1${callId}\r\nFrom: "Ada" <sip:ada@example.org>;tag=f1\r\nTo: <sip:bob@example.org>${back ? ";tag=t1" : ""}\r\n` +
    `Call-ID: ${callId}\r\nCSeq: 1 INVITE\r\nContent-Type: application/sdp\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  return { frame: frameOf(packetOf(text, at(seconds), back ? { src: "192.0.2.2", dst: "192.0.2.1" } : {})), receivedUs: at(seconds) };
}

const answered = (seconds: number, { callId, ports }: MediaCall): Heard[] => [
  withSdp(seconds, callId, "INVITE sip:bob@example.org SIP/2.0", ports[0], false),
  withSdp(seconds + 1, callId, "SIP/2.0 200 OK", ports[1], true),
];

interface Ends {
  src?: string;
  srcPort: number;
  dst?: string;
  dstPort: number;
  ssrc?: number;
  about?: number;
  peer?: string;
}

/** A receiver report without correlation id, from an agent whose packets may go to any shard. */
function rtcp(
  seconds: number,
  { src = "192.0.2.1", srcPort, dst = "192.0.2.2", dstPort, ssrc = 1, about = 2, peer = "10.9.8.1:9/udp" }: Ends,
): Heard {
  const json = JSON.stringify({
    ssrc,
    type: 201,
    report_count: 1,
    report_blocks: [
      { source_ssrc: about, highest_seq_no: Math.round(seconds * 50), fraction_lost: 0, packets_lost: 0, ia_jitter: 8, lsr: 0, dlsr: 0 },
    ],
  });
  return {
    frame: frameOf(packetOf(json, at(seconds), { payloadType: 5, src, srcPort, dst, dstPort, agentName: "media" })),
    receivedUs: at(seconds),
    peer,
  };
}

async function told(run: Run, seconds: number): Promise<void> {
  run.until(at(seconds));
  for (let i = 0; i < 3; i += 1) {
    run.second();
    await run.arrive();
  }
}

async function callNamed(run: Run, callId: string): Promise<Call> {
  const [call] = await run.book.find(ALL, callId);
  assert.ok(call, callId);
  return call;
}
const reportsOf = async (run: Run, callId: string): Promise<number> =>
  (await run.book.messages(ALL, await callNamed(run, callId))).filter(({ payloadType }) => payloadType === 5).length;

for (const shards of [1, 3]) {
  /** Agents whose packets go to different shards. */
  const peers = ["10.9.8.1:9/udp", "10.9.8.2:9/udp", "10.9.8.3:9/udp", "10.9.8.4:9/udp", "10.9.8.5:9/udp"];

  test(`RTCP finds its call by the address that it goes to or comes from, ${shards} shards`, async () => {
    const run = await (await openSite()).up({ shards });
    const heard = peers.flatMap((peer, i) => [
      rtcp(5 + i, { srcPort: 40_001, dstPort: 50_001, peer }),
      rtcp(5.5 + i, { src: "198.51.100.9", srcPort: 61_000, dst: "192.0.2.1", dstPort: 40_001, peer }),
    ]);
    run.hear([...answered(0, ONE), ...heard]);
    await told(run, 12);
    assert.equal(await reportsOf(run, "one@host"), 10);
    const state = await run.book.state();
    assert.deepEqual([state.strays, run.failures], [{ attached: 10, waiting: 0, unmatched: 0 }, []]);
    const call = await callNamed(run, "one@host");
    assert.deepEqual(call.agents, ["7", "media"]);
    const { streams } = qualityOf({ call, messages: await run.book.messages(ALL, call) });
    assert.ok(streams.every(({ direction }) => direction !== "unknown"));
    run.kill();
  });

  test(`behind NAT on both ends, an SSRC that was heard in the call tells, ${shards} shards`, async () => {
    const run = await (await openSite()).up({ shards });
    const nat = { src: "203.0.113.1", srcPort: 1111, dst: "203.0.113.2", dstPort: 2222 };
    run.hear([...answered(0, ONE), rtcp(5, { srcPort: 40_001, dstPort: 50_001, ssrc: 77, about: 78 })]);
    await told(run, 7);
    run.hear([rtcp(8, { ...nat, ssrc: 78, about: 77, peer: peers[1]! }), rtcp(8.1, { ...nat, ssrc: 5, about: 6, peer: peers[2]! })]);
    await told(run, 10);
    assert.deepEqual([await reportsOf(run, "one@host"), (await run.book.state()).strays.waiting], [2, 1]);
    run.kill();
  });

  test(`a report that comes before its call is told of waits for it, ${shards} shards`, async () => {
    const run = await (await openSite()).up({ shards });
    run.hear([rtcp(0, { srcPort: 40_001, dstPort: 50_001 })]);
    await told(run, 1);
    assert.equal((await run.book.state()).strays.waiting, 1);
    run.hear(answered(1, ONE));
    await told(run, 4);
    assert.equal(await reportsOf(run, "one@host"), 1);
    run.kill();
  });

  test(`ports that are used again belong to the call of that time, ${shards} shards`, async () => {
    const run = await (await openSite()).up({ shards });
    const two: MediaCall = { callId: "two@host", ports: [40_000, 50_000] };
    run.hear([
      ...answered(0, ONE),
      rtcp(5, { srcPort: 40_001, dstPort: 50_001 }),
      ...ended(10),
      ...answered(100, two),
      rtcp(105, { srcPort: 40_001, dstPort: 50_001 }),
    ]);
    await told(run, 107);
    assert.deepEqual([await reportsOf(run, "one@host"), await reportsOf(run, "two@host")], [1, 1]);
    run.kill();
  });

  test(`a phone's report in a PUBLISH of its own stands with the call that it names, also on a row that is stored, ${shards} shards`, async () => {
    const site = await openSite();
    const run = await site.up({ shards });
    run.hear([...answered(0, ONE), ...ended(10)]);
    await told(run, 30);
    const vq = (seconds: number, callId: string): Heard => {
      const body = `VQSessionReport: CallTerm\r\nCallID: one@host\r\nLocalID: <sip:bob@example.org>\r\nLocalAddr: IP=192.0.2.2 PORT=50000 SSRC=0x2\r\nRemoteAddr: IP=192.0.2.1 PORT=40000 SSRC=0x1\r\nLocalMetrics:\r\nPacketLoss: NLR=5.0 JDR=0.0\r\nQualityEst: MOSLQ=3.1\r\nDialogID: one@host;to-tag=f1;from-tag=t1\r\n`;
      const text = `PUBLISH sip:collector@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK${callId}\r\nFrom: <sip:bob@example.org>;tag=p\r\nTo: <sip:collector@example.org>\r\nCall-ID: ${callId}\r\nCSeq: 1 PUBLISH\r\nContent-Type: application/vq-rtcpxr\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
      return {
        frame: frameOf(packetOf(text, at(seconds), { src: "192.0.2.2", dst: "192.0.2.5" })),
        receivedUs: at(seconds),
        peer: peers[0]!,
      };
    };
    run.hear([vq(12, "publish-live@host")]);
    await told(run, 33);
    run.until(at(60));
    await told(run, 61);
    const [stored] = await site.store.findByCallId(ALL, "one@host");
    assert.equal(stored?.refs.flatMap(({ sequences }) => sequences).length, 5);
    run.hear([{ ...vq(20, "publish-late@host"), receivedUs: at(62) }]);
    await told(run, 64);
    const [revised, ...others] = await site.store.findByCallId(ALL, "one@host");
    assert.ok(revised);
    assert.deepEqual([revised.refs.flatMap(({ sequences }) => sequences).length, revised.projectionVersion, others.length], [6, 0, 0]);
    assert.ok(revised.revision > stored!.revision);
    const messages = await run.book.messages(ALL, revised);
    assert.equal(messages.filter(({ method }) => method === "PUBLISH").length, 2);
    const { streams } = qualityOf({ call: revised, messages });
    assert.deepEqual(
      streams.map(({ ssrc, direction, lossPct, reportedMos }) => [ssrc, direction, lossPct, reportedMos]),
      [[1, "caller_to_callee", 5, 3.1]],
    );
    assert.deepEqual(run.failures, []);
    run.kill();
  });

  test(`rebuilt from the archive, calls have the reports that they had, and strangers are counted, ${shards} shards`, async () => {
    const site = await openSite();
    const run = await site.up({ shards });
    const calls = Array.from({ length: 20 }, (_, i) => ({
      callId: `call-${i}@host`,
      ports: [30_000 + i * 4, 30_002 + i * 4] as [number, number],
    }));
    const heard = calls.flatMap((call, i) => [
      ...answered(i, call),
      ...peers.map((peer, n) =>
        rtcp(i + 2 + n, { srcPort: call.ports[0] + 1, dstPort: call.ports[1] + 1, peer, ssrc: 100 + i, about: 200 + i }),
      ),
      ...ended(i + 20, call.callId),
    ]);
    run.hear(
      [...heard, rtcp(30, { src: "203.0.113.5", srcPort: 1, dst: "203.0.113.6", dstPort: 2 })].toSorted(
        (a, b) => a.receivedUs - b.receivedUs,
      ),
    );
    await told(run, 70);
    run.until(FAR_US);
    await told(run, FAR_US);
    const counts = async (): Promise<number[]> => Promise.all(calls.map(({ callId }) => reportsOf(run, callId)));
    assert.deepEqual(
      await counts(),
      calls.map(() => 5),
    );
    await run.book.rebuild();
    assert.deepEqual(
      await counts(),
      calls.map(() => 5),
    );
    assert.deepEqual([(await run.book.state()).strays, run.failures], [{ attached: 100, waiting: 0, unmatched: 1 }, []]);
    await run.stop();
  });
}

test("found just before a stop, a report is with its call after the start", async () => {
  const site = await openSite();
  const run = await site.up({ shards: 3 });
  run.hear([
    ...answered(0, ONE),
    rtcp(5, { srcPort: 40_001, dstPort: 50_001, peer: "10.9.8.2:9/udp" }),
    rtcp(5.2, { srcPort: 40_001, dstPort: 50_001, peer: "10.9.8.3:9/udp" }),
  ]);
  await run.stop();
  const next = await site.up({ shards: 3, nowUs: at(6) });
  assert.equal(await reportsOf(next, "one@host"), 2);
  next.kill();
});
