// After a crash, the last checkpoint and the archive behind it give the same calls as if nothing had happened.
import assert from "node:assert/strict";
import { test } from "node:test";
import { segmentClass, type Call, type SegmentClass } from "@sipglass/model";
import fc from "fast-check";
import { LADDER_START_US, type LadderStep } from "../../../../fixtures/calls/ladder.ts";
import { muchLater, overlay, play, scriptNames } from "../../../../fixtures/calls/traffic.ts";
import { createCallTracker } from "./call-tracker.ts";
import type { CallTracker, TrackerCheckpoint } from "./tracker.ts";

type Positions = Partial<Record<SegmentClass, number>>;

interface Archived {
  step: LadderStep;
  segment: SegmentClass;
  writer: string;
  sequence: number;
}

interface Run {
  tracker: CallTracker;
  closed: Call[];
}

function start(): Run {
  const closed: Call[] = [];
  const tracker = createCallTracker({
    maxOpenCalls: 1000,
    maxRefs: 1000,
    lingerUs: 32_000_000,
    maxLingering: 1000,
    headers: [],
    correlationHeaders: [],
    onClosed: (call) => void closed.push(structuredClone(call)),
  });
  return { tracker, closed };
}

/** Tracks and archives, as a shard does: what is no duplicate gets the next sequence of its class. */
function live({ tracker }: Run, steps: readonly LadderStep[], archive: Archived[], positions: Positions): void {
  for (const step of steps) {
    if (tracker.message(step) === "duplicate") continue;
    const segment = segmentClass(1, step.message.cseqMethod);
    const sequence = positions[segment] ?? 0;
    positions[segment] = sequence + 1;
    archive.push({ step, segment, writer: `w.${segment}`, sequence });
    tracker.stored(segment, `w.${segment}`, sequence);
  }
}

/** What stored rows and restored calls already hold is not tracked again. */
function replay({ tracker }: Run, archive: readonly Archived[], from: Positions, held: readonly Call[]): void {
  const highest = new Map<string, number>();
  for (const call of held)
    for (const { writer, sequences } of call.refs) {
      const key = `${call.callId}\n${writer}`;
      highest.set(key, Math.max(highest.get(key) ?? -1, sequences.at(-1)!));
    }
  for (const { step, segment, writer, sequence } of archive) {
    if (sequence < (from[segment] ?? 0) || sequence <= (highest.get(`${step.message.callId}\n${writer}`) ?? -1)) continue;
    if (tracker.message(step) !== "duplicate") tracker.stored(segment, writer, sequence);
  }
}

/** Duplicates are not archived, so a replay cannot count them again; revisions only rise. */
const comparable = (calls: readonly Call[]): Call[] =>
  calls.map((call) => ({ ...call, duplicates: 0, revision: 0 })).sort((a, b) => (a.id < b.id ? -1 : 1));

function merge(saved: Map<string, string>, { openCalls }: TrackerCheckpoint): void {
  for (const { id, json } of openCalls) {
    if (json === null) saved.delete(id);
    else saved.set(id, json);
  }
}

const part = fc.record({
  name: fc.constantFrom(...scriptNames),
  startUs: fc.integer({ min: 0, max: 60_000 }).map((ms) => LADDER_START_US + ms * 1000),
  stretch: fc.constantFrom(1, 5, 15),
});
const parts = fc.array(part, { minLength: 2, maxLength: 8 });
/** Not fc.double: it is even over the bit patterns, and nearly all of them are nearly 0. */
const permille = fc.nat(1000);
const cuts = fc.tuple(permille, permille, permille);

/** Checkpoints after `first` and `second` messages, a crash after `crash`, recovery, and the rest. */
function withCrash(steps: readonly LadderStep[], [first, second, crash]: readonly [number, number, number], whole: boolean): Call[] {
  const before = start();
  const archive: Archived[] = [];
  const positions: Positions = {};
  const saved = new Map<string, string>();
  live(before, steps.slice(0, first), archive, positions);
  merge(saved, before.tracker.checkpoint(positions));
  live(before, steps.slice(first, second), archive, positions);
  const checkpoint = before.tracker.checkpoint(positions, { whole });
  merge(saved, checkpoint);
  const rows = before.closed.slice();
  live(before, steps.slice(second, crash), archive, positions);

  const after = start();
  after.tracker.restore([...saved.values()]);
  replay(after, archive, checkpoint.replayFrom, [...rows, ...after.tracker.live()]);
  live(after, steps.slice(crash), archive, positions);
  after.tracker.closeAll();
  return comparable([...rows, ...after.closed]);
}

function undisturbed(steps: readonly LadderStep[]): Call[] {
  const run = start();
  live(run, steps, [], {});
  run.tracker.closeAll();
  return comparable(run.closed);
}

test("recovery from two checkpoints at any moments gives the same calls as no crash", () => {
  fc.assert(
    fc.property(parts, cuts, fc.boolean(), (chosen, permilles, whole) => {
      const steps = [...overlay(chosen), muchLater(50_000)];
      const moments = permilles.map((place) => Math.floor((place / 1000) * steps.length)).sort((a, b) => a - b) as [number, number, number];
      assert.deepEqual(withCrash(steps, moments, whole), undisturbed(steps));
    }),
    { numRuns: 100 },
  );
});

test("recovery after any message of any script gives the same call as no crash", () => {
  for (const name of scriptNames) {
    const steps = play(name, "a@example.com");
    const expected = undisturbed(steps);
    for (let cut = 0; cut <= steps.length; cut++)
      assert.deepEqual(withCrash(steps, [cut, cut, cut], true), expected, `${name}, cut after ${cut}`);
  }
});

const positions = { call: 50 };

function feed({ tracker }: Run, steps: readonly LadderStep[], first = 0): void {
  steps.forEach((step, i) => {
    tracker.message(step);
    tracker.stored("call", "w.call", first + i);
  });
}

test("a young call is not written down, but replayed from its first packet", () => {
  const run = start();
  feed(run, play("busy", "young").slice(0, 2), 10);
  assert.deepEqual(run.tracker.checkpoint(positions), { replayFrom: { call: 10 }, openCalls: [] });
});

test("an older call is written down when it changed, and not again until it changes", () => {
  const run = start();
  feed(run, play("session-timer", "old"), 10);
  const first = run.tracker.checkpoint(positions);
  assert.deepEqual(first.replayFrom, positions);
  assert.equal(first.openCalls.length, 1);
  assert.deepEqual(run.tracker.checkpoint(positions), { replayFrom: positions, openCalls: [] });
});

test("a call of an earlier checkpoint that has closed is taken back", () => {
  const run = start();
  feed(run, play("session-timer", "old"), 10);
  const id = run.tracker.checkpoint(positions).openCalls[0]!.id;
  run.tracker.closeAll();
  assert.deepEqual(run.tracker.checkpoint(positions).openCalls, [{ id, json: null }]);
  assert.deepEqual(run.tracker.checkpoint(positions).openCalls, []);
});

test("a restored call that closes is taken back too", () => {
  const run = start();
  feed(run, play("session-timer", "old"), 10);
  const { openCalls } = run.tracker.checkpoint(positions);
  const next = start();
  next.tracker.restore(openCalls.map(({ json }) => json!));
  next.tracker.closeAll();
  assert.deepEqual(next.tracker.checkpoint({}).openCalls, [{ id: openCalls[0]!.id, json: null }]);
});
