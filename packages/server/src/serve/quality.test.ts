// The quality of a call as a program asks for it: figures, verdicts, digits hidden, nothing for strangers.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PAYLOAD_TYPE, type RtpFacts, type Stream } from "@sipglass/model";
import { startApp, type TestApp } from "./app.fixture.ts";
import { callOf, messageOf } from "./questions.fixture.ts";
import { presentQuality } from "./v1/quality.ts";

interface Answer {
  mos: { worst: number; source: string } | null;
  loss_pct: number | null;
  verdicts: string[];
  streams: {
    ssrc: number;
    direction: string;
    loss_pct: number;
    jitter_ms: number;
    rtp: null;
    reports: { at: string; packets_lost: number | null; mos_lq: number }[];
    why: string[];
  }[];
}

async function appWithCalls(options: Parameters<typeof startApp>[0] = {}): Promise<TestApp> {
  const it = await startApp(options);
  const call = callOf("poor", { tenants: ["acme"] });
  const quiet = callOf("quiet", { tenants: ["acme"] });
  it.questions.calls.push(call, quiet);
  const sdp = "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 8\r\n";
  const invite = messageOf(call, {
    bodyKind: "sdp",
    raw: `INVITE sip:1002@x SIP/2.0\r\nContent-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`,
  });
  const rtcp = [0, 25].map((lost, i) =>
    messageOf(call, {
      ref: `c1-1-0.media:${i}`,
      payloadType: PAYLOAD_TYPE.RTCP_JSON,
      method: "",
      fromTag: "",
      cseqMethod: "",
      src: "192.0.2.1",
      srcPort: 4001,
      timeUs: call.startedAtUs + (i + 1) * 5e6,
      raw: JSON.stringify({
        ssrc: 1,
        type: 201,
        report_blocks: [
          { source_ssrc: 2, highest_seq_no: 1000 + i * 250, fraction_lost: lost, packets_lost: lost, ia_jitter: 80, lsr: 0, dlsr: 0 },
        ],
      }),
    }),
  );
  it.questions.messagesByCall.set(call.id, [invite, ...rtcp]).set(quiet.id, [messageOf(quiet)]);
  return it;
}

describe("quality of a call", () => {
  let it: TestApp;
  before(async () => {
    it = await appWithCalls();
  });
  after(() => it.close());

  const ask = (id: string, role: "readonly" | "customer" = "readonly") =>
    it.app.inject({ url: `/api/v1/calls/${id}/quality`, headers: it.bearer(role) });

  test("streams by direction with their reports, in the units of their names, and the verdict in words", async () => {
    const answer = await ask("poor");
    assert.equal(answer.statusCode, 200, answer.body);
    const { mos, loss_pct, verdicts, streams } = answer.json<Answer>();
    assert.deepEqual(
      streams.map(({ ssrc, direction, jitter_ms, rtp }) => [ssrc, direction, jitter_ms, rtp]),
      [[2, "callee_to_caller", 10, null]],
    );
    // 25 of 250 lost: MOS 3.41.
    assert.deepEqual([mos?.worst, mos?.source, streams[0]?.reports[1]?.packets_lost], [3.41, "rtcp", 25]);
    assert.match(streams[0]?.reports[0]?.at ?? "", /^2026-11-20T10:00:05\.000000Z$/);
    assert.match(verdicts[0] ?? "", /^1001 hears 1002 with flaws from 10:00:05 UTC: 10 % loss\.$/);
    assert.ok(loss_pct !== null && (streams[0]?.why.length ?? 0) > 2);
  });

  test("an installation's own value for a codec is the one it is computed by", async () => {
    const own = await appWithCalls({ codecs: [{ name: "PCMA", ie: 0, bpl: 4.3 }] });
    const answer = await own.app.inject({ url: "/api/v1/calls/poor/quality", headers: own.bearer("readonly") });
    // Without concealment 10 % cost 66.4: R 26.8, MOS 1.48.
    assert.equal(answer.json<Answer>().mos?.worst, 1.48);
    await own.close();
  });

  test("a call that nobody measured has null where figures would be, and no streams", async () => {
    assert.deepEqual((await ask("quiet")).json(), { mos: null, loss_pct: null, jitter_ms: null, rtt_ms: null, verdicts: [], streams: [] });
  });

  test("a call that is not there, or not the reader's, is not found", async () => {
    assert.equal((await ask("nothing")).statusCode, 404);
  });

  test("digits are for those who may see digits", () => {
    const rtp: RtpFacts = {
      payloadTypes: [8],
      duplicates: 0,
      outOfOrder: 0,
      late: 0,
      jitterBufferMs: 60,
      bursts: 0,
      longestBurst: 0,
      maxDeltaMs: 20,
      meanDeltaMs: 20,
      timestampJumps: 0,
      talkSpurts: 1,
      comfortNoise: 0,
      dtmf: [{ digit: "7", atUs: 1e15, durationMs: 100 }],
    };
    const stream: Stream = {
      ssrc: 1,
      callId: "c",
      src: "",
      dst: "",
      direction: "unknown",
      codec: "PCMA",
      clockRateHz: 8000,
      scale: "nb",
      estimated: false,
      fromUs: 0,
      toUs: 0,
      packets: 1,
      lost: 0,
      lossPct: 0,
      jitterMs: 0,
      maxJitterMs: 0,
      rttMs: null,
      conversationRttMs: null,
      burstR: null,
      mosLq: 4,
      mosCq: null,
      worstMos: 4,
      reportedMos: null,
      source: "rtp",
      reports: [],
      rtp,
      terms: null,
      why: [],
    };
    const quality = { streams: [stream], verdicts: [] };
    assert.deepEqual(
      [true, false].map((shown) => presentQuality(quality, shown).streams[0]?.rtp?.dtmf[0]?.digit),
      ["7", "*"],
    );
  });
});
