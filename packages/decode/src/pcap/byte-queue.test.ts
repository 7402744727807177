// The queue under both readers: whatever comes in, in whatever pieces, goes out once and in order.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createByteQueue } from "./byte-queue.ts";

test("what is taken and skipped is the stream itself, for any mix of pushes, takes and skips", () => {
  const step = fc.oneof(
    fc.record({ push: fc.uint8Array({ maxLength: 50 }) }),
    fc.record({ take: fc.nat(60) }),
    fc.record({ skip: fc.nat(80) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = createByteQueue();
      const stream: number[] = [];
      let at = 0;
      for (const one of steps) {
        if ("push" in one) {
          queue.push(one.push);
          stream.push(...one.push);
        } else if ("skip" in one) {
          queue.skip(one.skip);
          at += one.skip;
        } else {
          const enough = Math.max(stream.length - at, 0) >= one.take;
          const taken = queue.take(one.take);
          assert.deepEqual(taken && [...taken], enough ? stream.slice(at, at + one.take) : undefined);
          if (enough) at += one.take;
        }
        assert.equal(queue.length, Math.max(stream.length - at, 0));
        assert.equal(queue.owed, Math.max(at - stream.length, 0));
        assert.deepEqual([...queue.peek(queue.length)!], stream.slice(Math.min(at, stream.length)));
      }
    }),
  );
});

test("views handed out are not written over by later chunks", () => {
  const queue = createByteQueue();
  queue.push(Uint8Array.of(1, 2, 3));
  queue.push(Uint8Array.of(4, 5, 6));
  const view = queue.take(4)!;
  for (let i = 0; i < 1000; i++) queue.push(new Uint8Array(100).fill(99));
  assert.deepEqual([...view], [1, 2, 3, 4]);
});
