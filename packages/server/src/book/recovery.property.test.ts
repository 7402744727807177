// Any traffic, any checkpoints, killed at any moments, also in recovery, with any number of shards at each start: at the end every packet of the
// archive is in exactly one call, and the calls are those that the archive alone gives.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { overlay, scriptNames } from "../../../../fixtures/calls/traffic.ts";
import { archivedRefs, derivedAnew, heardOf, openSite, settledAt, START_US, type Fate, type Run, type Site } from "./site.fixture.ts";

/** Long after the last message: what is open for ever is over. The first tick after a start only begins to measure silence. */
const FAR_US = START_US + 40 * 3600e6;
const FURTHER_US = FAR_US + 40 * 3600e6;

const part = fc.record({
  name: fc.constantFrom(...scriptNames), startUs: fc.integer({ min: 0, max: 60_000 }).map((ms) => START_US + ms * 1000), stretch: fc.constantFrom(1, 5, 15),
});
const shards = fc.integer({ min: 1, max: 3 });
const deed = fc.oneof(
  fc.constantFrom("beat" as const, "second" as const, "checkpoint" as const, "arrive" as const),
  fc.record({ end: fc.constantFrom("kill" as const, "stop" as const), shards }),
  /** The commit after so many others does not end well. */
  fc.record({ fate: fc.constantFrom<Fate>("die", "die_after"), commits: fc.integer({ min: 1, max: 3 }), shards }),
);
const story = fc.record({
  parts: fc.array(part, { minLength: 1, maxLength: 6 }), lingerUs: fc.constantFrom(2e6, 32e6), shards,
  deeds: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), deed), { maxLength: 12 }),
});

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

async function play({ parts, lingerUs, shards: count, deeds }: Story): Promise<void> {
  const site = await openSite();
  const heard = heardOf(overlay(parts));
  const life = liveOn(site, lingerUs);
  await life.start(count);
  let said = 0;
  for (const [fraction, what] of deeds.toSorted(([a], [b]) => a - b)) {
    const to = Math.floor(fraction * heard.length);
    await life.hear(heard.slice(said, to));
    said = Math.max(said, to);
    if (typeof what === "string") await life.do(what);
    else if ("end" in what) await life.end(what.end, what.shards);
    else life.doom(what.fate, what.commits, what.shards);
  }
  await life.hear(heard.slice(said));
  const run = await life.rest();
  await settledAt(run, FAR_US);
  const calls = await settledAt(run, FURTHER_US);
  run.kill();
  assert.deepEqual(calls, await derivedAnew(site, FURTHER_US, { lingerUs, shards: 2, nowUs: FAR_US }));
  assert.deepEqual(calls.flatMap(({ refs }) => refs).sort(), await archivedRefs(site));
}

/** One collector after another on the same site: whenever one was killed, the next takes over. */
function liveOn(site: Site, lingerUs: number) {
  let run: Run;
  let next = 1;
  let nowUs = START_US;
  let doom: { fate: Fate; commits: number } | undefined;
  const onCommit = (): Fate => {
    if (!doom || (doom.commits -= 1) > 0) return "commit";
    const { fate } = doom;
    doom = undefined;
    return fate;
  };
  const start = async (shards: number): Promise<void> => {
    for (;;) {
      run = await site.start({ shards, lingerUs, nowUs, onCommit });
      if (await run.recovered.then(() => true, () => false)) return;
      shards = next;
    }
  };
  /** A doomed commit may have killed it. */
  const alive = async (): Promise<Run> => {
    await run.arrive();
    if (run.isDead) await start(next);
    return run;
  };
  return {
    start,
    async hear(heard: ReturnType<typeof heardOf>): Promise<void> {
      (await alive()).hear(heard);
      nowUs = Math.max(nowUs, heard.at(-1)?.receivedUs ?? 0);
    },
    async do(what: "beat" | "second" | "checkpoint" | "arrive"): Promise<void> {
      await (await alive())[what]();
    },
    async end(how: "kill" | "stop", shards: number): Promise<void> {
      const last = await alive();
      if (how === "kill") last.kill();
      else await Promise.race([last.stop(), last.killed]);
      next = shards;
      await start(shards);
    },
    doom(fate: Fate, commits: number, shards: number): void {
      doom = { fate, commits };
      next = shards;
    },
    async rest(): Promise<Run> {
      doom = undefined;
      return alive();
    },
  };
}

test("calls survive whatever happens to the collector", async () => {
  await fc.assert(fc.asyncProperty(story, play), { numRuns: Number(process.env["RUNS"] ?? 40) });
});
