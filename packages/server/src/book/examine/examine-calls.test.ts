// What examining reads, and what it says when it cannot.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NOT_EXAMINABLE, PROJECTION_VERSION, decodeCalls, emptyCall, type Call } from "@sipglass/model";
import { answeredCall } from "../../pipeline/frames.fixture.ts";
import type { ArchivedPacket } from "../../store/log/log.ts";
import { PORTS, START_US, openSite, type Run } from "../site.fixture.ts";
import { answered, at, say } from "../messages.fixture.ts";
import { createExaminer, type ExaminerOptions } from "./examine-calls.ts";

const WRITER = "c1-1-0.call";
const frames = answeredCall("one@host", START_US);
const packet = (sequence: number, frame: Uint8Array): ArchivedPacket => ({ writer: WRITER, sequence, receivedUs: START_US, eventUs: START_US, peer: "", quarantined: false, frame });
const call = (id: string, sequences: number[], changes: Partial<Call> = {}): Call => ({
  ...emptyCall(id, "one@host"), kind: "call", state: "completed", refs: [{ writer: WRITER, sequences }], ...changes,
});

function examinerOf(stored: ReadonlyMap<number, Uint8Array>, changes: Partial<ExaminerOptions> = {}) {
  const asked: number[][] = [];
  const failures: string[] = [];
  const examiner = createExaminer({
    reader: {
      async read(refs) {
        asked.push(refs.flatMap(({ sequences }) => sequences));
        return refs.flatMap(({ sequences }) => sequences.flatMap((sequence) => (stored.has(sequence) ? [packet(sequence, stored.get(sequence)!)] : [])));
      },
    },
    ports: PORTS, onFailure: (error) => failures.push(error.message), ...changes,
  });
  return { examiner, asked, failures };
}

const all = new Map(frames.map((frame, i) => [i, frame]));

test("packets of all calls of a batch are asked for at once and in order, shared ones once", async () => {
  const { examiner, asked } = examinerOf(all);
  const found = await examiner.examine([call("b", [3, 4]), call("a", [0, 1, 4])], []);
  assert.deepEqual(asked, [[0, 1, 3, 4]]);
  assert.deepEqual(found.map(({ id, packets }) => [id, packets]).sort(), [["a", 3], ["b", 2]]);
});

test("long calls are read a few at a time, so that memory is bounded", async () => {
  const { examiner, asked } = examinerOf(all);
  const long = (id: string, count: number): Call => call(id, Array.from({ length: count }, (_, i) => i));
  await examiner.examine([long("a", 3000), long("b", 1500), long("c", 4000), long("d", 20_000), call("e", [1])], []);
  assert.deepEqual(asked.map((sequences) => sequences.length), [3000, 4000, 20_000, 1]);
});

test("legs of one session are examined together, others apart", async () => {
  const sessions: string[][] = [];
  const { examiner } = examinerOf(all, { examineSession: (legs) => (sessions.push(legs.map((leg) => leg.call.id)), []) });
  await examiner.examine([call("a", [0], { sessionId: "s" }), call("x", [1]), call("b", [2], { sessionId: "s" })], []);
  assert.deepEqual(sessions, [["a", "b"], ["x"]]);
});

test("a call whose packets are gone is said to be not examinable, and keeps what was found before", async () => {
  const findings = [{ id: "slow_setup", severity: "warning" as const }];
  const { examiner, failures } = examinerOf(new Map());
  const [found] = await examiner.examine([call("a", [0], { findings, lossPct: 3 })], []);
  assert.deepEqual([found?.projectionVersion, found?.findings, found?.lossPct, failures], [NOT_EXAMINABLE, findings, 3, []]);
});

test("a fault that one session meets is told, and harms no other", async () => {
  const { examiner, failures } = examinerOf(all, {
    examineSession(legs) {
      if (legs[0]?.call.id === "bad") throw new Error("a rule broke");
      return legs.map((leg) => ({ id: leg.call.id, callId: "", projectionVersion: PROJECTION_VERSION, packets: 1, findings: [], mos: null, lossPct: null, jitterMs: null, rttMs: null }));
    },
  });
  const found = await examiner.examine([call("bad", [0]), call("good", [1])], []);
  assert.deepEqual(found.map(({ id, projectionVersion }) => [id, projectionVersion]), [["bad", NOT_EXAMINABLE], ["good", PROJECTION_VERSION]]);
  assert.deepEqual(failures, ["a rule broke"]);
});

test("an archive that cannot be read makes calls not examinable, and says why", async () => {
  const { examiner, failures } = examinerOf(all, { reader: { read: () => Promise.reject(new Error("newer version")) } });
  assert.deepEqual((await examiner.examine([call("a", [0])], [])).map(({ projectionVersion }) => projectionVersion), [NOT_EXAMINABLE]);
  assert.deepEqual(failures, ["newer version"]);
});

const unexamined = (run: Run): Call[] => decodeCalls(run.shards[0]!.answer("unexamined", { limit: 100 }));

test("a shard offers calls that are over once their packets are written, and what was found stands on the live call and on its row", async () => {
  const site = await openSite();
  const run = await site.up();
  run.hear([...answered(), ...answered(0, "two@host").slice(0, 1), say({ seconds: 0.2, callId: "two@host", start: "SIP/2.0 486 Busy Here", cseq: "1 INVITE", back: true })]);
  assert.deepEqual(unexamined(run), []);
  run.beat();
  const [busy, ...others] = unexamined(run);
  assert.deepEqual([busy?.callId, busy?.state, others], ["two@host", "busy", []]);
  const examination = {
    id: busy!.id, callId: "two@host", projectionVersion: 1, packets: 2, findings: [{ id: "callee_busy", severity: "info" as const }], mos: null, lossPct: null, jitterMs: null, rttMs: null,
  };
  assert.deepEqual(run.shards[0]!.answer("examined", { examinations: [examination, { ...examination, id: "elsewhere" }] }), ["elsewhere"]);
  const [live] = await run.book.find({ kind: "all" }, "two@host");
  assert.deepEqual([live?.findings[0]?.id, live?.projectionVersion], ["callee_busy", 1]);
  run.until(at(60));
  run.second();
  await run.arrive();
  const stored = await site.store.findByCallId({ kind: "all" }, "two@host");
  assert.deepEqual(stored.map(({ findings, projectionVersion }) => [findings[0]?.id, projectionVersion]), [["callee_busy", 1]]);
  run.kill();
});
