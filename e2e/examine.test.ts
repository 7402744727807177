// Calls with faults, sent to a real server: found by what is wrong with them seconds after their end, and after a kill in between.
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { test } from "node:test";
import { encodeHep3 } from "@sipglass/decode";
import { sleep, startServer, type ServerProcess } from "./server-process.ts";

interface FoundCall {
  call_id: string;
  state: string;
  findings: { id: string; severity: string }[] | null;
  projection_version: number;
  mos: { worst: number } | null;
  loss_pct: number | null;
}

const [CALLER, CALLEE] = ["192.0.2.1", "192.0.2.2"];

const sdpOf = (host: string): string => `v=0\r\no=- 1 1 IN IP4 ${host}\r\ns=-\r\nc=IN IP4 ${host}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n`;

function hepFrame(callId: string, timeUs: number, back: boolean, payloadType: number, payload: string, agentName = "edge"): Buffer {
  const port = payloadType === 5 ? 40_001 : 5060;
  const encoded = encodeHep3({
    version: 3, ipVersion: 4, ipProtocol: 17, src: back ? CALLEE : CALLER, srcPort: port, dst: back ? CALLER : CALLEE, dstPort: port, timeUs, payloadType, agentId: 9, agentName,
    correlationId: payloadType === 5 ? callId : "", authKey: "", vlan: 0, payload: Buffer.from(payload),
  });
  assert.ok(encoded instanceof Uint8Array);
  return Buffer.from(encoded);
}

function sip(callId: string, start: string, cseq: string, back: boolean, sdp: boolean): string {
  const body = sdp ? sdpOf(back ? CALLEE : CALLER) : "";
  const tag = back || !start.startsWith("INVITE") ? ";tag=b" : "";
  return [
    start, `Via: SIP/2.0/UDP ${CALLER}:5060;branch=z9hG4bK${callId}${cseq.replace(" ", "")}`, `From: <sip:ada@example.org>;tag=a`, `To: <sip:bob@example.org>${tag}`, `Call-ID: ${callId}`,
    `CSeq: ${cseq}`, "Contact: <sip:x@192.0.2.9>", ...(sdp ? ["Content-Type: application/sdp"] : []), `Content-Length: ${body.length}`, "", body,
  ].join("\r\n");
}

const report = (ssrc: number, packets: number, lost: number): string => JSON.stringify({
  type: 200, ssrc, report_count: 1, sender_information: { ntp_timestamp_sec: 0, ntp_timestamp_usec: 0, rtp_timestamp: packets * 160, packets, octets: packets * 160 },
  report_blocks: [{ source_ssrc: 33 - ssrc, highest_seq_no: 1000 + packets, fraction_lost: Math.round(lost * 256), packets_lost: Math.round(packets * lost), ia_jitter: 200, lsr: 0, dlsr: 0 }],
});

/** Answered, twenty seconds of RTCP in which a part is lost towards the caller, ended now. */
function badCall(callId: string, endUs: number, lost: number, agent = "edge"): Buffer[] {
  const at = (second: number): number => endUs - (24 - second) * 1_000_000;
  const frame = (...parts: [callId: string, timeUs: number, back: boolean, payloadType: number, payload: string]): Buffer => hepFrame(...parts, agent);
  return [
    frame(callId, at(0), false, 1, sip(callId, "INVITE sip:bob@example.org SIP/2.0", "1 INVITE", false, true)),
    frame(callId, at(1), true, 1, sip(callId, "SIP/2.0 180 Ringing", "1 INVITE", true, false)),
    frame(callId, at(2), true, 1, sip(callId, "SIP/2.0 200 OK", "1 INVITE", true, true)),
    frame(callId, at(2.1), false, 1, sip(callId, "ACK sip:bob@192.0.2.2 SIP/2.0", "1 ACK", false, false)),
    ...[7, 12, 17, 22].flatMap((second, i) => [
      frame(callId, at(second), false, 5, report(11, (i + 1) * 250, lost)), frame(callId, at(second + 0.1), true, 5, report(22, (i + 1) * 250, 0)),
    ]),
    frame(callId, at(23.9), false, 1, sip(callId, "BYE sip:bob@192.0.2.2 SIP/2.0", "2 BYE", false, false)),
    frame(callId, at(24), true, 1, sip(callId, "SIP/2.0 200 OK", "2 BYE", true, false)),
  ];
}

/** Twice refused for its credentials. */
function refusedCall(callId: string, endUs: number): Buffer[] {
  return [
    hepFrame(callId, endUs - 200_000, false, 1, sip(callId, "INVITE sip:bob@example.org SIP/2.0", "1 INVITE", false, true)),
    hepFrame(callId, endUs, true, 1, sip(callId, "SIP/2.0 503 Service Unavailable", "1 INVITE", true, false)),
  ];
}

async function send(server: ServerProcess, frames: readonly Buffer[]): Promise<void> {
  const socket = createSocket("udp4");
  for (const each of frames) {
    await new Promise<void>((resolve, reject) => socket.send(each, server.hepPort, "127.0.0.1", (error) => (error ? reject(error) : resolve())));
  }
  socket.close();
}

const nowUs = (): number => Date.now() * 1000;
const search = async (server: ServerProcess, query: string): Promise<FoundCall[]> =>
  (await server.get<{ items: FoundCall[] }>(`calls?q=${encodeURIComponent(query)}`)).items;

async function within<T>(ms: number, ask: () => Promise<T | undefined>, what: string): Promise<T> {
  for (const end = Date.now() + ms; ; await sleep(100)) {
    const value = await ask();
    if (value !== undefined) return value;
    assert.ok(Date.now() < end, `not within ${ms} ms: ${what}`);
  }
}

const one = (server: ServerProcess, query: string) => async (): Promise<FoundCall | undefined> => (await search(server, query))[0];
const whole = (call: FoundCall | undefined): FoundCall | undefined => (call && call.projection_version > 0 ? call : undefined);

test("a call that sounded bad is found by its MOS, and one that failed by its finding, within three seconds of their end, while they are still live", async () => {
  const server = await startServer();
  try {
    await send(server, [...badCall("bad@e2e", nowUs(), 0.2), ...refusedCall("refused@e2e", nowUs())]);
    const bad = await within(3000, one(server, "mos<3.5 loss>5"), "a bad MOS");
    const refused = await within(3000, one(server, "finding:* state:failed"), "a finding");
    assert.deepEqual([bad.call_id, refused.call_id], ["bad@e2e", "refused@e2e"]);
    assert.ok((bad.mos?.worst ?? 5) < 3.5);
    assert.match(refused.findings?.[0]?.id ?? "", /^[a-z_]+$/);
    await within(2000, async () => ((await server.health()).live_calls === 2 ? true : undefined), "both are live");
  } finally {
    await server.kill();
    server.remove();
  }
});

test("late RTCP changes what a call is found by", async () => {
  const server = await startServer();
  try {
    const endUs = nowUs();
    await send(server, badCall("late@e2e", endUs, 0));
    const first = await within(3000, async () => whole(await one(server, "callid:late@e2e")()), "examined");
    assert.ok((first.loss_pct ?? 0) < 1);
    await send(server, [hepFrame("late@e2e", endUs + 50_000, false, 5, report(11, 1250, 0.3))]);
    await within(3000, one(server, "callid:late@e2e loss>5"), "what the late report says");
  } finally {
    await server.kill();
    server.remove();
  }
});

test("calls that were stored but not looked at when the server was killed are examined after the start", async () => {
  // Handed on at once: the row is stored before anybody looks. Each call has an agent of its own, whose time goes no further than its end.
  const environment = { SIPGLASS_LINGER: "1ms" };
  let server = await startServer({ environment });
  const { directory } = server;
  try {
    await send(server, Array.from({ length: 40 }, (_, i) => badCall(`kill-${i}@e2e`, nowUs(), 0.2, `agent-${i}`)).flat());
    await within(5000, async () => ((await search(server, "callid:kill-39@e2e state:completed")).length > 0 ? true : undefined), "ended");
    // What came a quarter of a second before a kill may not be on disk.
    await sleep(300);
    await server.kill();
    server = await startServer({ environment, directory });
    await within(10_000, async () => ((await search(server, "mos<3.5")).filter(whole).length === 40 ? true : undefined), "all examined");
  } finally {
    await server.kill();
    server.remove();
  }
});

test("an agent whose clock is off is told from the others by the messages that both saw", async () => {
  const server = await startServer();
  try {
    const frames = Array.from({ length: 6 }, (_, i) => ["edge", "core"].flatMap((agent) => {
      const callId = `clock-${i}@e2e`;
      const sentUs = nowUs() + (agent === "core" ? 2_000_000 : 0);
      return [
        hepFrame(callId, sentUs, false, 1, sip(callId, "INVITE sip:bob@example.org SIP/2.0", "1 INVITE", false, true), agent),
        hepFrame(callId, sentUs + 1000, true, 1, sip(callId, "SIP/2.0 486 Busy Here", "1 INVITE", true, false), agent),
      ];
    }));
    await send(server, frames.flat());
    const offset = async (): Promise<number | undefined> => {
      const { items } = await server.get<{ items: { name: string; clock_offset_ms: number | null }[] }>("agents");
      return items.find(({ name }) => name === "core")?.clock_offset_ms ?? undefined;
    };
    const ms = await within(9000, offset, "the offset of core's clock");
    assert.ok(Math.abs(ms - 2000) < 100, String(ms));
  } finally {
    await server.kill();
    server.remove();
  }
});
