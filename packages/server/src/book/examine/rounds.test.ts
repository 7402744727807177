// Who is examined when, and where what was found goes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SipglassError, emptyCall, encodeCalls, type Call, type Examination } from "@sipglass/model";
import type { CallExamination } from "../../pipeline/messages.ts";
import type { ShardLink } from "../shard-link.ts";
import { createRounds, type RoundsOptions } from "./rounds.ts";

const callOf = (id: string, changes: Partial<Call> = {}): Call => ({ ...emptyCall(id, `${id}@host`), kind: "call", state: "completed", ...changes });
const foundOf = ({ id, callId }: Call): CallExamination => ({ id, callId, projectionVersion: 1, packets: 1, findings: [], mos: null, lossPct: null, jitterMs: null, rttMs: null });

/** A shard that has `live` calls, and offers some of them to be examined. */
function shardOf(live: readonly Call[], offered: Call[] = [...live]) {
  const taken: string[] = [];
  const link = {
    async ask(question: string, ask: { limit: number; examinations: CallExamination[] }) {
      if (question === "unexamined") return encodeCalls(offered.splice(0, ask.limit));
      assert.equal(question, "examined");
      const here = (id: string): boolean => live.some((call) => call.id === id);
      taken.push(...ask.examinations.map(({ id }) => id).filter(here));
      return ask.examinations.map(({ id }) => id).filter((id) => !here(id));
    },
  } as unknown as ShardLink;
  return { link, taken, offered };
}

const DEAD = { ask: () => Promise.reject(new SipglassError("unavailable", { part: "shard" })) } as unknown as ShardLink;

function start(shards: readonly ShardLink[], changes: Partial<RoundsOptions> = {}) {
  const stored: Examination[] = [];
  const batches: string[][] = [];
  const failures: string[] = [];
  const unexamined: Call[] = [];
  const rounds = createRounds({
    shards,
    store: { unexamined: async (limit) => ({ calls: unexamined.slice(0, limit), total: unexamined.length }) },
    commits: {
      examined: (examinations) => {
        stored.push(...examinations);
        for (const { id } of examinations) unexamined.splice(0, unexamined.length, ...unexamined.filter((call) => call.id !== id));
      },
      examinationsWaiting: 0, failure: null, settled: async () => undefined, rows: Number.POSITIVE_INFINITY,
    },
    examiner: {
      async examine(calls) {
        batches.push(calls.map(({ id }) => id));
        return calls.map(foundOf);
      },
    },
    legsOf: async () => [], linksOf: () => [], onFailure: (error) => failures.push(error.message), ...changes,
  });
  return { rounds, stored: () => stored.map(({ id }) => id), batches, failures, unexamined };
}

test("what is found goes to the shard that offered the call; when the call has left it, onto its row", async () => {
  const one = shardOf([callOf("a")], [callOf("a"), callOf("gone")]);
  const two = shardOf([callOf("b")]);
  const { rounds, stored } = start([one.link, two.link]);
  assert.equal(await rounds.round(), 3);
  assert.deepEqual([one.taken, two.taken, stored()], [["a"], ["b"], ["gone"]]);
  assert.equal(await rounds.round(), 0);
  assert.equal(rounds.state.examined, 3);
});

test("a session is examined with all its legs; of the others only those that are over are told, wherever they are", async () => {
  const legs = [callOf("a", { sessionId: "a" }), callOf("b", { sessionId: "a" }), callOf("open", { sessionId: "a", state: "established" }), callOf("stored", { sessionId: "a" })];
  const one = shardOf([legs[0]!], []);
  const two = shardOf([legs[1]!, legs[2]!], [legs[1]!]);
  const { rounds, stored, batches } = start([one.link, two.link], { legsOf: async () => legs });
  await rounds.round();
  assert.deepEqual(batches.map((batch) => batch.sort()), [["a", "b", "open", "stored"]]);
  assert.deepEqual([one.taken, two.taken, stored()], [["a"], ["b"], ["stored"]]);
});

test("when legs join a session, it is examined again, once any of them is over", async () => {
  let legs = [callOf("a", { state: "established" }), callOf("b", { sessionId: "a", state: "ringing" })];
  const { rounds, batches, stored } = start([shardOf([], []).link], { legsOf: async () => legs });
  rounds.sessionsChanged(["a"]);
  await rounds.finish();
  assert.deepEqual(batches, []);
  legs = legs.map((leg) => ({ ...leg, state: "completed", sessionId: "a" }));
  rounds.sessionsChanged(["a"]);
  await rounds.finish();
  assert.deepEqual([batches, stored()], [[["a", "b"]], ["a", "b"]]);
});

test("stored calls are examined when no live ones wait, until none is left", async () => {
  const live = shardOf([], Array.from({ length: 600 }, (_, i) => callOf(`live${i}`)));
  const { rounds, batches, unexamined, stored } = start([live.link]);
  unexamined.push(...Array.from({ length: 1700 }, (_, i) => callOf(`row${i}`)));
  await rounds.finish();
  assert.equal(new Set(stored()).size, 2300);
  assert.equal(stored().length, 2300);
  assert.ok(batches.slice(0, 2).flat().every((id) => id.startsWith("live")));
  assert.equal(rounds.state.backlog, 0);
});

test("the store is not asked again until rows that nobody examined have gone there", async () => {
  let looks = 0;
  const { rounds } = start([shardOf([], []).link], { store: { unexamined: async () => ((looks += 1), { calls: [], total: 0 }) } });
  await rounds.finish();
  await rounds.finish();
  rounds.passed(encodeCalls([callOf("a", { projectionVersion: 1 })]));
  await rounds.finish();
  assert.equal(looks, 1);
  rounds.passed(encodeCalls([callOf("a"), callOf("b", { projectionVersion: 1 })]));
  await rounds.finish();
  assert.deepEqual([looks, rounds.state.unexamined], [2, 1]);
  rounds.storedChanged();
  await rounds.finish();
  assert.deepEqual([looks, rounds.state.unexamined], [3, 1]);
});

test("rows that are on their way to the store are looked for until they are there", async () => {
  const inStore: Call[] = [];
  const commits = {
    rows: 0, examinationsWaiting: 0, failure: null, examined: () => void inStore.splice(0),
    async settled() {
      if (commits.rows === 0) inStore.push(callOf("a"));
      commits.rows = 1;
    },
  };
  const { rounds, batches } = start([shardOf([], []).link], { commits, store: { unexamined: async () => ({ calls: [...inStore], total: inStore.length }) } });
  rounds.passed(encodeCalls([callOf("a")]));
  await rounds.finish();
  assert.deepEqual(batches, [["a"]]);
});

test("a dead shard holds up nothing", async () => {
  const one = shardOf([callOf("a")], [callOf("a"), callOf("gone")]);
  const { rounds, stored } = start([DEAD, one.link]);
  assert.equal(await rounds.round(), 2);
  assert.deepEqual([one.taken, stored()], [["a"], ["gone"]]);
});
