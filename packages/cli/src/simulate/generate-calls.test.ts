// The generated traffic: valid, varied as real traffic is, and known call by call.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeHep, decodeRtcpPayload, headersOf, parseSip, toLatin1 } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet, type SipMessage } from "@sipglass/model";
import { expectedCall } from "./expected-call.ts";
import { generateCalls, type GeneratedFrame } from "./generate-calls.ts";
import { SHAPES } from "./shapes.ts";

const CALLS = 3000;
const RUN = { calls: CALLS, seed: 42, rate: 4000 };

interface Sent {
  generated: GeneratedFrame;
  packet: Packet;
  message: SipMessage | undefined;
}

function decodedRun(): Sent[] {
  return [...generateCalls(RUN)].map((generated) => {
    const hep = decodeHep(generated.frame, {});
    assert.ok(hep.ok, JSON.stringify(hep));
    if (hep.value.payloadType !== PAYLOAD_TYPE.SIP) return { generated, packet: hep.value, message: undefined };
    const sip = parseSip(toLatin1(hep.value.payload));
    assert.ok(sip.ok, JSON.stringify(sip));
    return { generated, packet: hep.value, message: sip.value };
  });
}

const run = decodedRun();
const messages = run.flatMap(({ message }) => message ?? []);

test("every frame is HEP3 with a SIP message without defect, or an RTCP report of a call", () => {
  assert.deepEqual([...new Set(messages.flatMap(({ defects }) => defects))], []);
  const reports = run.filter(({ message }) => message === undefined);
  assert.ok(reports.length > 100);
  const callIds = new Set(messages.map(({ callId }) => callId));
  for (const { packet } of reports) {
    assert.ok(decodeRtcpPayload(packet.payload).ok);
    assert.ok(callIds.has(packet.correlationId));
  }
});

test("each call sends what expectedCall says, under a Call-ID of its own", () => {
  const sent = new Map<string, { messages: number; retransmissions: number }>();
  for (const { message, generated } of run) {
    if (message === undefined) continue;
    const counts = sent.get(message.callId) ?? { messages: 0, retransmissions: 0 };
    counts.messages++;
    if (generated.retransmission) counts.retransmissions++;
    sent.set(message.callId, counts);
  }
  assert.equal(sent.size, CALLS);
  for (let i = 0; i < CALLS; i++) {
    const expected = expectedCall(RUN.seed, i);
    assert.deepEqual(sent.get(expected.callId), { messages: expected.messages, retransmissions: expected.retransmissions }, `call ${i}`);
  }
});

test("every shape appears about as often as its weight says", () => {
  const seen = new Map<string, number>();
  for (let i = 0; i < 20_000; i++) {
    const { shape } = expectedCall(RUN.seed, i);
    seen.set(shape, (seen.get(shape) ?? 0) + 1);
  }
  for (const { name, weight } of SHAPES) {
    const share = ((seen.get(name) ?? 0) / 20_000) * 100;
    assert.ok(Math.abs(share - weight) < 0.5 + weight * 0.15, `${name}: ${share} %, not ${weight}`);
  }
});

test("it varies as real traffic varies: 200 user agents, 200 orders of headers, frames of about 1 kB between 700 and 1400", () => {
  const agents = new Set(messages.flatMap((message) => [...headersOf(message, "user-agent"), ...headersOf(message, "server")]));
  assert.ok(agents.size >= 200, `${agents.size} user agents`);
  const orders = new Set(messages.map(({ text, headersAt, bodyAt }) => text.slice(headersAt, bodyAt).replaceAll(/:.*?\r\n/g, "|")));
  assert.ok(orders.size >= 200, `${orders.size} orders`);
  const sizes = run.filter(({ message }) => message !== undefined).map(({ generated }) => generated.frame.length);
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  assert.ok(mean > 950 && mean < 1100, `mean ${mean}`);
  assert.ok(Math.max(...sizes) <= 1450 && Math.min(...sizes) >= 650, `${Math.min(...sizes)}..${Math.max(...sizes)}`);
  const branches = new Set(messages.filter(({ method }) => method === "INVITE").map(({ branch }) => branch));
  assert.ok(branches.size > CALLS * 0.8, `${branches.size} branches`);
});

test("time runs forward within a call, requests come before their responses, retransmissions at least 500 ms after", () => {
  const last = new Map<string, number>();
  const requests = new Set<string>();
  const copies = new Map<string, number>();
  for (const { message, packet, generated } of run) {
    if (message === undefined) continue;
    assert.ok(packet.timeUs > (last.get(message.callId) ?? 0), "time stood still");
    assert.equal(packet.timeUs, generated.timeUs);
    last.set(message.callId, packet.timeUs);
    const transaction = `${message.callId} ${message.branch} ${message.cseqMethod}`;
    if (message.isRequest) requests.add(transaction);
    else assert.ok(requests.has(transaction), message.text);
    const first = copies.get(message.text);
    assert.equal(first !== undefined, generated.retransmission);
    if (first !== undefined) assert.ok(packet.timeUs - first >= 500_000);
    copies.set(message.text, packet.timeUs);
  }
});

test("the same seed gives the same bytes, another seed other calls", () => {
  const bytes = (seed: number) => Buffer.concat([...generateCalls({ calls: 50, seed, rate: 100 })].map(({ frame }) => frame));
  assert.ok(bytes(7).equals(bytes(7)));
  assert.notEqual(expectedCall(7, 0).callId, expectedCall(8, 0).callId);
});

test("calls interleave, and the rate holds once calls of every age are under way", () => {
  const [first] = run;
  const second = (at: number): number => run.filter(({ packet }) => Math.floor((packet.timeUs - (first?.packet.timeUs ?? 0)) / 1_000_000) === at).length;
  for (const at of [4, 5]) assert.ok(Math.abs(second(at) - RUN.rate) < RUN.rate * 0.1, `second ${at}: ${second(at)}`);
  let changes = 0;
  for (let i = 1; i < messages.length; i++) if (messages[i]?.callId !== messages[i - 1]?.callId) changes++;
  assert.ok(changes > messages.length * 0.5);
});
