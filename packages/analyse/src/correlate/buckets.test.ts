// Buckets against a plain model: whatever comes and goes, the same legs are found in the same order.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createBuckets } from "./buckets.ts";
import { HeldLeg } from "./held-leg.ts";

const MOST_BEARERS = 16;

const leg = (id: number): HeldLeg =>
  new HeldLeg({
    id: `leg${id}`, callId: `${id}@host`, startedAtUs: 0, startSeen: true, endedAtUs: 0, src: "10.0.0.1", srcPort: 5060, hops: [], callers: [], callees: [], diverted: [], keys: [],
    agents: [], tenants: [],
  });

const ids = (legs: Iterable<HeldLeg>): string[] => Array.from(legs, ({ id }) => id);

test("legs are found under each of their names, oldest first, the newest sixteen, until they go", () => {
  // Names that differ by a multiple of 1024 share a chain.
  const names = fc.uniqueArray(fc.integer({ min: 0, max: 5 }).chain((low) => fc.integer({ min: 0, max: 3 }).map((high) => high * 1024 + low)), { maxLength: 4 });
  const steps = fc.array(fc.record({ names, leaves: fc.option(fc.nat(200), { freq: 3 }) }), { maxLength: 200 });
  fc.assert(fc.property(steps, (all) => {
    const buckets = createBuckets();
    const model = new Map<number, HeldLeg[]>();
    const here: HeldLeg[] = [];
    all.forEach((step, i) => {
      const fresh = leg(i);
      fresh.posted = step.names;
      buckets.post(fresh, step.names);
      here.push(fresh);
      for (const name of step.names) model.set(name, [...(model.get(name) ?? []), fresh].slice(-MOST_BEARERS));
      const gone = step.leaves === null ? undefined : here.splice(step.leaves % here.length, 1)[0];
      if (gone) {
        buckets.remove(gone);
        for (const name of gone.posted) model.set(name, (model.get(name) ?? []).filter((each) => each !== gone));
      }
    });
    for (const [name, legs] of model) {
      assert.deepEqual(ids(buckets.bearers(name)), ids(legs));
      assert.equal(buckets.count(name), legs.length);
    }
  }));
});

test("thousands of names find their legs after the table has grown", () => {
  const buckets = createBuckets();
  const legs = Array.from({ length: 5000 }, (_, i) => leg(i));
  for (const [i, each] of legs.entries()) {
    each.posted = [i * 7919, 1 + (i % 500) * 8191];
    buckets.post(each, each.posted);
  }
  for (const [i, each] of legs.entries()) assert.ok(ids(buckets.bearers(i * 7919)).includes(each.id));
  assert.deepEqual(ids(buckets.bearers(1 + 17 * 8191)), ids(legs.filter((_, i) => i % 500 === 17)));
  assert.deepEqual(ids(buckets.candidates(legs[4999]!)).slice(0, 3), ["leg4499", "leg3999", "leg3499"]);
  buckets.clear();
  assert.equal(buckets.count(7919), 0);
});
