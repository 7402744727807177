// Which leg a report belongs to, by what it tells and when it came; within bounds.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Packet } from "@sipglass/model";
import { parseSip } from "@sipglass/decode";
import type { LegFacts } from "../correlate/leg-facts.ts";
import { createStrayIndex } from "./stray-index.ts";
import { tellsOf, vqTells, type Stray } from "./stray.ts";

const S = 1_000_000;
const leg = (id: string, change: Partial<LegFacts> = {}): LegFacts => ({
  id,
  callId: `${id}-call-id@host`,
  startedAtUs: 1000 * S,
  endedAtUs: 0,
  src: "",
  srcPort: 0,
  hops: [],
  callers: [],
  callees: [],
  diverted: [],
  startSeen: true,
  keys: [],
  tenants: [],
  agents: [],
  ...change,
});
const stray = (change: Partial<Stray>): Stray => ({
  writer: "w",
  sequence: 1,
  eventUs: 1010 * S,
  agent: "a",
  correlationId: "",
  callIds: [],
  ends: [],
  ssrcs: [],
  ...change,
});

test("by Call-ID, by correlation id, by the end that it went to before the one it came from", () => {
  const index = createStrayIndex();
  index.learn(0, leg("a", { keys: ["media:10.0.0.1:4000", "hep:abc"] }));
  index.learn(2, leg("b", { keys: ["media:10.0.0.2:5000"] }));
  const found = (change: Partial<Stray>): string[] => index.match(stray(change)).map(({ id, owner }) => `${id}${owner}`);
  assert.deepEqual(found({ callIds: ["b-call-id@host"] }), ["b2"]);
  assert.deepEqual(found({ correlationId: "abc" }), ["a0"]);
  assert.deepEqual(found({ ends: ["10.0.0.2:5001", "10.0.0.1:4001"] }), ["b2"]);
  assert.deepEqual(found({ ends: ["10.0.0.9:1", "10.0.0.1:4000"] }), ["a0"]);
  assert.deepEqual(found({ ends: ["10.0.0.1:4002"] }), []);
});

test("by a Call-ID that a server on the way made longer", () => {
  const index = createStrayIndex();
  index.learn(0, leg("a", { callId: "0123456789abcdef" }));
  assert.deepEqual(
    index.match(stray({ callIds: ["0123456789abcdef_b2b-1"] })).map(({ id }) => id),
    ["a"],
  );
  assert.deepEqual(index.match(stray({ callIds: ["0123"] })), []);
});

test("only while the leg lasts; of ports announced again the newer, of two legs of one call both", () => {
  const index = createStrayIndex();
  const keys = ["media:10.0.0.1:4000"];
  index.learn(0, leg("old", { keys, endedAtUs: 1100 * S }));
  index.learn(0, leg("lost", { keys, startedAtUs: 1200 * S }));
  index.learn(0, leg("new", { keys, startedAtUs: 2000 * S }));
  index.learn(1, leg("new-too", { keys, startedAtUs: 2001 * S }));
  const at = (seconds: number): string[] => index.match(stray({ ends: ["10.0.0.1:4001"], eventUs: seconds * S })).map(({ id }) => id);
  assert.deepEqual([at(900), at(1050), at(1150), at(1300), at(2010)], [[], ["old"], [], ["lost"], ["new", "new-too"]]);
});

test("an SSRC tells when it was heard in one call alone", () => {
  const index = createStrayIndex();
  index.learn(0, leg("a", { keys: ["media:10.0.0.1:4000"] }));
  index.learn(0, leg("b", { keys: ["media:10.0.0.2:5000"] }));
  index.match(stray({ ends: ["10.0.0.1:4000"], ssrcs: [1, 2] }));
  index.match(stray({ ends: ["10.0.0.2:5000"], ssrcs: [3] }));
  const found = (...ssrcs: number[]): string[] => index.match(stray({ ssrcs })).map(({ id }) => id);
  assert.deepEqual([found(2), found(2, 9), found(1, 3), found(9)], [["a"], ["a"], [], []]);
});

test("what is learnt again replaces what was known, and the oldest are forgotten", () => {
  const index = createStrayIndex(3);
  for (const id of ["a", "b", "c", "d"]) index.learn(0, leg(id, { keys: [`media:10.0.0.1:${id.charCodeAt(0)}0`] }));
  index.learn(0, leg("d", { keys: ["media:10.0.0.7:7"] }));
  assert.equal(index.size, 3);
  const found = (end: string): number => index.match(stray({ ends: [end] })).length;
  assert.deepEqual([found("10.0.0.1:970"), found("10.0.0.1:980"), found("10.0.0.1:1000"), found("10.0.0.7:7")], [0, 1, 0, 1]);
  index.clear();
  assert.deepEqual([index.size, found("10.0.0.7:7")], [0, 0]);
});

const packet = (payloadType: number, payload: string, change: Partial<Packet> = {}): Packet => ({
  version: 3,
  ipVersion: 4,
  ipProtocol: 17,
  src: "10.0.0.1",
  srcPort: 4001,
  dst: "10.0.0.2",
  dstPort: 5001,
  timeUs: 1,
  payloadType,
  agentId: 1,
  agentName: "a",
  correlationId: "",
  authKey: "",
  vlan: 0,
  payload: new TextEncoder().encode(payload),
  ...change,
});

test("RTCP tells ends and SSRCs, an agent's report what it is about, a log only its name, RTP nothing", () => {
  assert.deepEqual(tellsOf(packet(5, '{"ssrc":7,"type":201,"report_blocks":[{"source_ssrc":8,"highest_seq_no":1}]}')), {
    correlationId: "",
    callIds: [],
    ends: ["10.0.0.2:5001", "10.0.0.1:4001"],
    ssrcs: [7, 8],
  });
  const report = { RTP_SIP_CALL_ID: "x@y", SRC_IP: "1.1.1.1", SRC_PORT: 10, DST_IP: "2001:db8::1", DST_PORT: 20, MOS: 4, SSRC: 9 };
  assert.deepEqual(tellsOf(packet(34, JSON.stringify(report))), {
    correlationId: "",
    callIds: ["x@y"],
    ends: ["[2001:db8::1]:20", "1.1.1.1:10"],
    ssrcs: [9],
  });
  assert.deepEqual(tellsOf(packet(100, "text", { correlationId: "x@y" }))?.callIds, ["x@y"]);
  assert.deepEqual(
    [tellsOf(packet(100, "text")), tellsOf(packet(4, "")), tellsOf(packet(34, "junk")), tellsOf(packet(1, ""))],
    [undefined, undefined, undefined, undefined],
  );
});

test("a phone's report tells the call inside, unless that is its own", () => {
  const publish = (callId: string): ReturnType<typeof vqTells> => {
    const body = "VQSessionReport: CallTerm\r\nCallID: about@host\r\nLocalMetrics:\r\nPacketLoss: NLR=1.0 JDR=0.0\r\n";
    const parsed = parseSip(
      `PUBLISH sip:c SIP/2.0\r\nCall-ID: ${callId}\r\nContent-Type: application/vq-rtcpxr\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    assert.ok(parsed.ok);
    return vqTells(parsed.value);
  };
  assert.deepEqual(publish("own@host")?.callIds, ["about@host"]);
  assert.equal(publish("about@host"), undefined);
});

test("calls that are long over are forgotten, those that last are not", () => {
  const index = createStrayIndex();
  index.learn(0, leg("lasts", { keys: ["media:10.0.0.1:1000"] }));
  for (let i = 0; i < 50; i += 1)
    index.learn(0, leg(`over-${i}`, { keys: [`media:10.0.0.1:${2000 + 2 * i}`], startedAtUs: (1000 + i) * S, endedAtUs: (1100 + i) * S }));
  for (let i = 0; i < 200; i += 1) index.learn(0, leg(`new-${i}`, { startedAtUs: (9000 + i) * S }));
  assert.equal(index.size, 201);
  assert.deepEqual(
    index.match(stray({ ends: ["10.0.0.1:1000"], eventUs: 9100 * S })).map(({ id }) => id),
    ["lasts"],
  );
});

test("a report that names its call may come within the hour, media within half a minute", () => {
  const index = createStrayIndex();
  index.learn(0, leg("a", { keys: ["media:10.0.0.1:4000"], endedAtUs: 1100 * S }));
  const late = { eventUs: 2000 * S };
  assert.deepEqual(
    [index.match(stray({ callIds: ["a-call-id@host"], ...late })).length, index.match(stray({ ends: ["10.0.0.1:4000"], ...late })).length],
    [1, 0],
  );
});
