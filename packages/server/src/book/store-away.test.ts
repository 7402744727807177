// The store fails for a while: nothing is lost, nothing doubled, everything is found meanwhile, and it is said.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, SipglassError } from "@sipglass/model";
import { answered, at, ended, S } from "./messages.fixture.ts";
import { allCalls, archivedRefs, derivedAnew, openSite, settledAt } from "./site.fixture.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("while the store is away calls stay live and are found once; when it is back they are stored", async () => {
  const site = await openSite();
  let isAway = false;
  const run = await site.up({ shards: 2, lingerUs: S, onCommit: () => (isAway ? new SipglassError("disk_full") : "commit") });
  isAway = true;
  for (let i = 0; i < 5; i += 1) {
    run.hear([...answered(i * 20, `call-${i}@host`), ...ended(i * 20 + 10, `call-${i}@host`)]);
    run.until(at(i * 20 + 15));
    run.second();
    run.checkpoint();
    await run.arrive();
  }
  assert.deepEqual((await allCalls(run.book)).map(({ callId, state }) => `${callId} ${state}`), Array.from({ length: 5 }, (_, i) => `call-${i}@host completed`));
  assert.equal((await site.store.findByCallId(ALL, "call-0@host")).length, 0);
  assert.match((await run.book.state()).commitFailure ?? "", /disk is full/);
  isAway = false;
  await pause(1200);
  assert.equal((await run.book.state()).commitFailure, null);
  assert.equal((await site.store.findByCallId(ALL, "call-4@host")).length, 1);
  assert.equal(run.shards.reduce((sum, shard) => sum + shard.uncommitted, 0), 0);
  assert.equal((await allCalls(run.book)).length, 5);
  run.kill();
});

test("a stop while the store is away ends, and the next start derives what could not be stored", async () => {
  const site = await openSite();
  let isAway = false;
  const first = await site.up({ onCommit: () => (isAway ? new SipglassError("disk_full") : "commit") });
  first.hear(answered());
  isAway = true;
  first.hear([...ended(10), ...answered(11, "two@host")]);
  first.until(at(60));
  await first.arrive();
  await first.stop();
  const second = await site.up({ nowUs: at(61) });
  second.hear(ended(70, "two@host"));
  const calls = await settledAt(second, at(200));
  second.kill();
  assert.deepEqual(calls, await derivedAnew(site, at(200)));
  assert.deepEqual(calls.flatMap(({ refs }) => refs).sort(), await archivedRefs(site));
});

test("a start while the store is away waits for it", async () => {
  const site = await openSite();
  const first = await site.up();
  first.hear(answered());
  first.beat();
  first.kill();
  let refusals = 1;
  const second = await site.start({ nowUs: at(10), onCommit: () => ((refusals -= 1) >= 0 ? new SipglassError("disk_full") : "commit") });
  assert.equal((await second.recovered).packets, 4);
  assert.equal(second.failures.length, 1);
  second.kill();
});
