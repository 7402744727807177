import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { LiveChange } from "../book/questions.ts";
import { CALL_EVENTS } from "./live-events.ts";
import { openLiveStream, type LiveStreamOptions } from "./live-stream.ts";
import { callOf } from "./questions.fixture.ts";

/** A sink that takes what it is let take. */
function tap(): { out: Writable; written: string[]; release(): void } {
  const written: string[] = [];
  let waiting: (() => void) | undefined;
  let open = false;
  const out = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      if (open) done();
      else waiting = done;
    },
  });
  return {
    out,
    written,
    release() {
      open = true;
      waiting?.();
    },
  };
}

const open = (out: Writable, change: Partial<LiveStreamOptions<LiveChange>> = {}) =>
  openLiveStream({
    ...CALL_EVENTS,
    out,
    heartbeatMs: 60_000,
    stalledMs: 60_000,
    maxPending: 3,
    isAllowed: () => true,
    present: ({ change: kind, call }) => `${kind} ${call.id} ${call.revision}`,
    onSkipped: () => undefined,
    onClosed: () => undefined,
    ...change,
  });

const events = (written: string[]): unknown[] =>
  written.flatMap((text) => /^data: (.*)$/m.exec(text)?.[1] ?? []).map((data) => JSON.parse(data) as unknown);

describe("a live stream", () => {
  test("folds the changes of one call while the client is slow; a call never shown stays new", async () => {
    const { out, written, release } = tap();
    const stream = open(out);
    stream.push([{ change: "new", call: callOf("a") }]);
    stream.push([
      { change: "changed", call: callOf("a", { revision: 2 }) },
      { change: "changed", call: callOf("b", { revision: 7 }) },
    ]);
    stream.push([{ change: "changed", call: callOf("a", { revision: 3 }) }]);
    assert.deepEqual(events(written), [], "nothing is written beyond what the client took");
    release();
    await sleep(10);
    assert.deepEqual(events(written), [{ changes: ["changed b 7", "new a 3"] }]);
    stream.close();
  });

  test("beyond its bound only counts, the oldest first", async () => {
    const { out, written, release } = tap();
    let skipped = 0;
    const stream = open(out, { onSkipped: (calls) => void (skipped += calls) });
    for (const id of ["a", "b", "c", "d", "e"]) stream.push([{ change: "new", call: callOf(id) }]);
    release();
    await sleep(10);
    assert.deepEqual(events(written), [{ changes: ["new c 1", "new d 1", "new e 1"], skipped: 2 }]);
    assert.equal(skipped, 2);
    stream.close();
  });

  test("lets go of a client that takes nothing for too long", async () => {
    const { out } = tap();
    let closed = 0;
    // One byte of buffer: the opening comment fills it, the next event waits.
    const stream = open(out, { stalledMs: 20, heartbeatMs: 5, onClosed: () => void (closed += 1) });
    stream.push([{ change: "new", call: callOf("a") }]);
    await sleep(60);
    assert.equal(out.destroyed, true);
    assert.equal(closed, 1);
  });

  test("sends nothing more when it is no longer allowed, and closes once", async () => {
    const { out, written, release } = tap();
    release();
    let allowed = true;
    let closed = 0;
    const stream = open(out, { isAllowed: () => allowed, onClosed: () => void (closed += 1) });
    await sleep(5);
    stream.push([{ change: "new", call: callOf("a") }]);
    await sleep(5);
    allowed = false;
    stream.push([{ change: "new", call: callOf("b") }]);
    stream.push([{ change: "new", call: callOf("c") }]);
    stream.close();
    await sleep(5);
    assert.deepEqual(events(written), [{ changes: ["new a 1"] }]);
    assert.equal(closed, 1);
  });
});
