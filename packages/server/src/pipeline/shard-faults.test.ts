// What a shard does when something is wrong: with a packet, with the disk, with the book.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createCallTracker, createRegistrationTracker, type CallTracker } from "@sipglass/analyse";
import { ALL, decodeCalls, MATCH_ALL, type Call } from "@sipglass/model";
import { createLogWriter, openLogReader } from "../store/log/mod.ts";
import type { LogWriter } from "../store/log/log.ts";
import { createAgentBook } from "./agents.ts";
import { answeredCall, frameOf, packetOf, sipText, slabOf } from "./frames.fixture.ts";
import type { FromShard } from "./messages.ts";
import { createPacketPath, noCounters } from "./packet-path.ts";
import { createShard, type ShardOptions } from "./shard.ts";

const START_US = 1_795_000_000_000_000;
const PEER = "10.9.8.7:1234/udp";

function openWriter() {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-faults-"));
  return { directory, writer: createLogWriter({ directory, collector: "ctest", boot: 1, shard: 0, now: () => START_US }) };
}

const TRACKING = { maxOpenCalls: 1000, lingerUs: 1e6, maxLingering: 1000, headers: [], correlationHeaders: ["x-cid"] };

function openShard(writer: LogWriter, changes: Partial<ShardOptions> = {}) {
  const sent: FromShard[] = [];
  let nowUs = START_US;
  const shard = createShard({
    ...TRACKING, name: "ctest-1-0", writer, clockToleranceUs: Infinity, authKey: "", now: () => nowUs, send: (message) => void sent.push(structuredClone(message)), ...changes,
  });
  const at = (us: number): void => {
    nowUs = us;
    shard.slab(slabOf([], us));
  };
  return { shard, sent, at };
}

const invite = (callId: string, timeUs: number): Buffer => frameOf(packetOf(sipText({ start: "INVITE sip:a SIP/2.0", callId, cseq: "1 INVITE" }), timeUs));

/** A path whose tracker cannot bear one Call-ID. */
function openPath() {
  const { directory, writer } = openWriter();
  const whole = createCallTracker({ ...TRACKING, maxRefs: 100, onClosed: () => undefined });
  const tracker: CallTracker = Object.create(whole, {
    message: { value: (input: Parameters<CallTracker["message"]>[0]) => {
      if (input.message.callId === "poison@host") throw new Error("a fault of ours");
      return whole.message(input);
    } },
  }) as CallTracker;
  const counters = noCounters();
  const failures: string[] = [];
  const agents = createAgentBook();
  const path = createPacketPath({ writer, tracker, registrations: createRegistrationTracker(), agents, clockToleranceUs: Infinity, authKey: "", counters, onStray: () => undefined, onFailure: ({ message }) => failures.push(message) });
  return { directory, writer, path, counters, failures, agents, callIds: () => Array.from(whole.live(), ({ callId }) => callId) };
}

test("a packet that a fault of ours meets is archived, counted and told, and those after it are tracked", async () => {
  const { directory, writer, path, counters, failures, callIds } = openPath();
  for (const callId of ["one@host", "poison@host", "two@host"]) path.live(invite(callId, START_US), PEER, START_US, false);
  assert.deepEqual(callIds(), ["one@host", "two@host"]);
  assert.deepEqual([counters.stored, counters.refused, failures], [3, { internal: 1 }, ["a fault of ours"]]);
  writer.flush();
  const reader = await openLogReader({ directory });
  const [packet] = await reader.read([{ writer: "ctest-1-0.other", sequences: [0] }]);
  assert.match(Buffer.from(packet!.frame).toString("latin1"), /poison@host/);
  await reader.close();
});

test("a packet in the archive that a fault of ours meets does not stop a recovery", async () => {
  const { path, failures, callIds } = openPath();
  ["one@host", "poison@host", "two@host"].forEach((callId, sequence) => {
    path.again({ writer: "w-1-0.call", sequence, receivedUs: START_US, eventUs: START_US, peer: PEER, quarantined: false, frame: invite(callId, START_US) }, { byCall: () => false, byAny: () => false });
  });
  assert.deepEqual([callIds(), failures], [["one@host", "two@host"], ["a fault of ours"]]);
});

test("what was counted when it was received is not counted again by a replay", () => {
  const { path, counters, agents } = openPath();
  const frames = [invite("one@host", START_US), invite("one@host", START_US), frameOf(packetOf("no SIP", START_US))];
  frames.forEach((frame, sequence) =>
    path.again({ writer: "w-1-0.call", sequence, receivedUs: START_US, eventUs: START_US, peer: PEER, quarantined: false, frame }, { byCall: () => false, byAny: () => false }));
  assert.deepEqual(counters, noCounters());
  assert.deepEqual(agents.takeChanged(), []);
});

test("a row is sent only when what it points at is synced: a loss of power takes no packet from under it", () => {
  const { writer } = openWriter();
  const { shard, sent, at } = openShard(writer);
  shard.slab(slabOf(answeredCall("one@host", START_US), START_US + 7e6));
  for (const seconds of [60, 120, 180]) {
    at(START_US + seconds * 1e6);
    shard.beat();
  }
  assert.equal(writer.positions().call.synced, 0);
  assert.deepEqual(sent.filter(({ kind }) => kind === "rows"), []);
  assert.equal(decodeCalls(shard.answer("find", { scope: ALL, idOrCallId: "one@host" })).length, 1);
  shard.second();
  assert.equal(writer.positions().call.synced, 6);
  assert.equal(sent.filter(({ kind }) => kind === "rows").length, 1);
});

test("what is synced is said only when it is: a sync that fails holds the mark", () => {
  const { writer } = openWriter();
  let isBroken = true;
  const failing: LogWriter = Object.create(writer, { sync: { value: () => void (isBroken || writer.sync()) } }) as LogWriter;
  const { shard, sent } = openShard(failing);
  shard.slab(slabOf([invite("one@host", START_US)], START_US + 5));
  const throughUs = (): number => {
    shard.second();
    return sent.filter((message) => message.kind === "status").at(-1)!.status.storedThroughUs;
  };
  assert.equal(throughUs(), 0);
  isBroken = false;
  assert.equal(throughUs(), START_US + 5);
});

test("those who watch hear of a call that is closed to make room", () => {
  const { writer } = openWriter();
  const { shard, sent } = openShard(writer, { maxOpenCalls: 2 });
  shard.watch(true);
  shard.slab(slabOf(["one", "two", "three"].map((name) => invite(name, START_US)), START_US));
  shard.beat();
  const told = sent.flatMap((message) => (message.kind === "changes" ? decodeCalls(message.calls) : []));
  assert.deepEqual(told.map(({ callId, partial }) => [callId, partial]).sort(), [["one", "evicted"], ["three", ""], ["two", ""]]);
});

test("the newest of many live calls are the same whether few or all are asked for", () => {
  const { writer } = openWriter();
  const { shard } = openShard(writer);
  const times = Array.from({ length: 300 }, (_, i) => START_US + ((i * 7919) % 100) * 1000);
  shard.slab(slabOf(times.map((us, i) => invite(`call-${i}`, us)), START_US + 1e6));
  for (const order of ["newest", "oldest"] as const) {
    const ask = (limit: number, after: Call | null): Call[] => decodeCalls(shard.answer("search", { scope: ALL, query: MATCH_ALL, fromUs: 0, toUs: Infinity, limit, order, after }));
    const all = ask(1000, null).map(({ id }) => id);
    assert.equal(all.length, 300);
    assert.deepEqual(ask(7, null).map(({ id }) => id), all.slice(0, 7));
    const paged: string[] = [];
    for (let page = ask(11, null); page.length > 0; page = ask(11, page.at(-1)!)) paged.push(...page.map(({ id }) => id));
    assert.deepEqual(paged, all);
  }
});
