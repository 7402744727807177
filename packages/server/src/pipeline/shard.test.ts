import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ALL, decodeCalls, MATCH_ALL, printRef, type Call } from "@sipglass/model";
import { createLogWriter, openLogReader } from "../store/log/mod.ts";
import { answeredCall, frameOf, packetOf, sipText, slabOf } from "./frames.fixture.ts";
import type { FromShard } from "./messages.ts";
import { createShard, type ShardOptions } from "./shard.ts";

const START_US = 1_795_000_000_000_000;

function openShard(changes: Partial<ShardOptions> = {}) {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-shard-"));
  const sent: FromShard[] = [];
  let nowUs = START_US;
  const writer = createLogWriter({ directory, collector: "ctest", boot: 1, shard: 0, now: () => nowUs });
  const shard = createShard({
    name: "ctest-1-0", writer, clockToleranceUs: 86_400e6, authKey: "", maxOpenCalls: 1000, lingerUs: 1e6, maxLingering: 1000, headers: [], correlationHeaders: ["x-cid"],
    now: () => nowUs, send: (message) => void sent.push(message), ...changes,
  });
  const rows = (): Call[] => sent.flatMap((message) => (message.kind === "rows" ? decodeCalls(message.calls) : []));
  const wall = (us: number): void => void (nowUs = us);
  /** The clock, and nothing that was received waits. */
  const at = (us: number): void => {
    wall(us);
    shard.slab(slabOf([], us));
  };
  return { shard, sent, rows, directory, wall, at, reader: () => openLogReader({ directory }) };
}

const lastStatus = (sent: readonly FromShard[]) => sent.filter((message) => message.kind === "status").at(-1)!.status;
const search = { scope: ALL, query: MATCH_ALL, fromUs: 0, toUs: Infinity, limit: 10, order: "newest" as const, after: null };

test("a call is live from its first packet, and becomes a row when it is over and its late messages had their time", () => {
  const { shard, rows, at } = openShard();
  const frames = answeredCall("one@host", START_US);
  shard.slab(slabOf(frames.slice(0, 2), START_US + 1e6));
  assert.deepEqual(decodeCalls(shard.answer("search", search)).map(({ callId, state }) => [callId, state]), [["one@host", "ringing"]]);
  shard.slab(slabOf(frames.slice(2), START_US + 7e6));
  shard.beat();
  assert.equal(rows().length, 0);
  at(START_US + 60e6);
  shard.second();
  at(START_US + 120e6);
  shard.second();
  assert.deepEqual(rows().map(({ callId, state, messages, talkMs, endedBy }) => ({ callId, state, messages, talkMs, endedBy })), [
    { callId: "one@host", state: "completed", messages: 6, talkMs: 4000, endedBy: "caller" },
  ]);
});

test("messages that had to wait come as early as they were received: their call is neither over nor cut in two", () => {
  const { shard, rows, wall, at } = openShard();
  const frames = answeredCall("one@host", START_US);
  shard.slab(slabOf(frames.slice(0, 4), START_US + 1e6));
  for (let seconds = 2; seconds < 90_000; seconds += 30_000) {
    wall(START_US + seconds * 1e6);
    shard.beat();
    shard.second();
  }
  assert.equal(rows().length, 0);
  shard.slab(slabOf(frames.slice(4), START_US + 7e6));
  at(START_US + 100_000e6);
  shard.second();
  assert.deepEqual(rows().map(({ state, messages }) => [state, messages]), [["completed", 6]]);
});

test("a row stays findable in the shard until the book has confirmed it", () => {
  const { shard, sent, at } = openShard();
  shard.slab(slabOf(answeredCall("one@host", START_US), START_US + 7e6));
  at(START_US + 100e6);
  shard.second();
  at(START_US + 200e6);
  shard.second();
  const found = () => decodeCalls(shard.answer("find", { scope: ALL, idOrCallId: "one@host" })).length;
  assert.deepEqual([found(), shard.uncommitted], [1, 1]);
  const rows = sent.find((message) => message.kind === "rows");
  shard.committed(rows?.kind === "rows" ? rows.batch : 0);
  assert.deepEqual([found(), shard.uncommitted], [0, 0]);
});

test("every packet of a call can be read back by its references, byte for byte", async () => {
  const { shard, reader } = openShard();
  const frames = answeredCall("one@host", START_US);
  shard.slab(slabOf(frames, START_US + 7e6));
  shard.beat();
  const [call] = decodeCalls(shard.answer("find", { scope: ALL, idOrCallId: "one@host" }));
  const log = reader();
  const packets = await log.read(call?.refs ?? []);
  assert.deepEqual(packets.map(({ frame }) => Buffer.from(frame).toString("latin1")), frames.map((frame) => frame.toString("latin1")));
  assert.equal(printRef(packets[0]!), "ctest-1-0.call:0");
  await log.close();
});

test("who asks for packets that wait for the next beat has them written; those of others are not waited for", async () => {
  const { shard, reader } = openShard();
  shard.slab(slabOf(answeredCall("one@host", START_US), START_US + 7e6));
  const refs = decodeCalls(shard.answer("find", { scope: ALL, idOrCallId: "one@host" }))[0]?.refs ?? [];
  const log = reader();
  assert.equal((await log.read(refs)).length, 0);
  assert.equal(shard.answer("write", { refs }), true);
  assert.equal((await log.read(refs)).length, 6);
  assert.equal(shard.answer("write", { refs }), true, "whoever looked a moment too early looks again");
  assert.equal(shard.answer("write", { refs: [{ writer: "ctest-0-0.call", sequences: [1] }] }), false);
  await log.close();
});

test("mirror duplicates are counted and not archived: stored + duplicates = received", () => {
  const { shard, sent } = openShard();
  const [invite] = answeredCall("one@host", START_US);
  shard.slab(slabOf([invite!, invite!, invite!], START_US));
  shard.second();
  const { received, stored, duplicates } = lastStatus(sent);
  assert.deepEqual({ received, stored, duplicates }, { received: 3, stored: 1, duplicates: 2 });
});

test("what is no HEP is counted with its reason and sender; what HEP carries is kept even when it is no SIP", () => {
  const { shard, sent } = openShard();
  shard.slab(slabOf([Buffer.from("HEP3 but not really"), frameOf(packetOf("hello, is this thing on?", START_US)), frameOf(packetOf("\r\n\r\n", START_US))], START_US));
  shard.second();
  const { stored, refused, agents } = lastStatus(sent);
  assert.equal(stored, 2);
  assert.equal(refused["not_sip"], 1);
  assert.equal(refused["keep_alive"], 1);
  assert.equal(Object.values(refused).reduce((sum, count) => sum + count, 0), 3);
  const sender = agents.find(({ name, peer }) => name === "" && peer === "10.9.8.7");
  assert.deepEqual(sender?.refused, refused);
});

test("HEP 1 has no time: it is archived as HEP 3 with the time of receipt", async () => {
  const { shard, reader } = openShard();
  const text = sipText({ start: "OPTIONS sip:x SIP/2.0", callId: "old@host", cseq: "1 OPTIONS" });
  shard.slab(slabOf([Buffer.concat([Buffer.from([1, 16, 2, 17, 0x13, 0xc4, 0x13, 0xc5, 192, 0, 2, 1, 192, 0, 2, 2]), Buffer.from(text)])], START_US + 5));
  shard.beat();
  const [call] = decodeCalls(shard.answer("find", { scope: ALL, idOrCallId: "old@host" }));
  assert.equal(call?.startedAtUs, START_US + 5);
  const log = reader();
  const [packet] = await log.read(call?.refs ?? []);
  assert.equal(Buffer.from(packet!.frame.subarray(0, 4)).toString(), "HEP3");
  assert.ok(Buffer.from(packet!.frame).includes(text));
  await log.close();
});

test("a packet with messages of two calls is archived once and referred to by both", () => {
  const { shard, sent } = openShard();
  const one = sipText({ start: "INVITE sip:a SIP/2.0", callId: "one@host", cseq: "1 INVITE" });
  const two = sipText({ start: "INVITE sip:b SIP/2.0", callId: "two@host", cseq: "1 INVITE" });
  shard.slab(slabOf([frameOf(packetOf(one + two, START_US, { ipProtocol: 6 }))], START_US));
  shard.second();
  assert.equal(lastStatus(sent).stored, 1);
  for (const callId of ["one@host", "two@host"]) {
    assert.deepEqual(decodeCalls(shard.answer("find", { scope: ALL, idOrCallId: callId })).map(({ refs }) => refs), [[{ writer: "ctest-1-0.call", sequences: [0] }]]);
  }
});

test("a sender whose clock is days off is filed under receive time and counted", () => {
  const { shard, sent } = openShard();
  shard.slab(slabOf([frameOf(packetOf(sipText({ start: "INVITE sip:a SIP/2.0", callId: "late@host", cseq: "1 INVITE" }), START_US - 5 * 86_400e6))], START_US));
  shard.second();
  assert.equal(decodeCalls(shard.answer("find", { scope: ALL, idOrCallId: "late@host" }))[0]?.startedAtUs, START_US);
  assert.equal(lastStatus(sent).agents[0]?.quarantined, 1);
});

test("RTCP with the Call-ID as correlation id belongs to the call", () => {
  const { shard } = openShard();
  const frames = answeredCall("one@host", START_US);
  const rtcp = frameOf(packetOf('{"type":200,"ssrc":1}', START_US + 5e6, { payloadType: 5, correlationId: "one@host" }));
  shard.slab(slabOf([...frames.slice(0, 4), rtcp], START_US + 5e6));
  const [call] = decodeCalls(shard.answer("find", { scope: ALL, idOrCallId: "one@host" }));
  assert.deepEqual(call?.refs.map(({ writer, sequences }) => [writer, sequences.length]), [["ctest-1-0.call", 4], ["ctest-1-0.media", 1]]);
});

test("with a key set, frames with another key are refused, and the key is never archived", async () => {
  const { shard, sent, reader } = openShard({ authKey: "open-sesame" });
  const packet = (key: string) => frameOf(packetOf(sipText({ start: "INVITE sip:a SIP/2.0", callId: `${key}@host`, cseq: "1 INVITE" }), START_US, { authKey: key }), true);
  shard.slab(slabOf([packet("open-sesame"), packet("guessed-it")], START_US));
  shard.second();
  assert.deepEqual([lastStatus(sent).stored, lastStatus(sent).refused["auth_key"]], [1, 1]);
  const log = reader();
  const [stored] = await log.read([{ writer: "ctest-1-0.call", sequences: [0] }]);
  assert.ok(!Buffer.from(stored!.frame).toString("latin1").replace("open-sesame@host", "").includes("open-sesame"));
  await log.close();
});

test("an idle shard says that everything up to now is stored", () => {
  const { shard, sent } = openShard();
  shard.slab({ ...slabOf([], START_US + 9), count: 0, used: 0 });
  shard.second();
  assert.equal(lastStatus(sent).storedThroughUs, START_US + 9);
});
