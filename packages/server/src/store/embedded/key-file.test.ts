// The key file of a sealed day finds what was put in, and says so when it cannot.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { createPairList, lookUp, mergePairs, readKeyFile, writeKeyFile, type KeyPairs } from "./key-file.ts";

const directory = mkdtempSync(join(tmpdir(), "sipglass-keys-"));
const file = join(directory, "day.keys");
after(() => rmSync(directory, { recursive: true }));

type Pair = readonly [key: number, ms: number];
function sorted(pairs: readonly Pair[]): KeyPairs {
  const list = createPairList();
  for (const [key, ms] of pairs) list.add(key, ms);
  return list.pairs().slice().sort();
}
const msOf = (pairs: readonly Pair[], key: number): number[] => pairs.flatMap(([k, ms]) => (k === key ? [ms] : [])).sort((a, b) => a - b);
const key = fc.oneof(fc.constantFrom(1, 2, 0xffffffff), fc.integer({ min: 1, max: 0xffffffff }));
const pairs = fc.array(fc.tuple(key, fc.integer({ min: 0, max: 86_399_999 })), { maxLength: 60 });

test("every key is found with all its times, in its own list only, and no other key is", () => {
  fc.assert(
    fc.property(pairs, pairs, key, (callIds, ids, stranger) => {
      writeKeyFile(file, { callId: sorted(callIds), id: sorted(ids) });
      for (const wanted of [stranger, ...callIds.map(([k]) => k), ...ids.map(([k]) => k)]) {
        assert.deepEqual(lookUp(file, "callId", wanted), msOf(callIds, wanted));
        assert.deepEqual(lookUp(file, "id", wanted), msOf(ids, wanted));
      }
    }),
    { numRuns: 60 },
  );
});

test("lists of many pages, and one key that fills several of them", () => {
  const many: Pair[] = Array.from({ length: 5000 }, (_, i) => [i < 1000 ? i + 1 : i < 3000 ? 2000 : i + 1, i]);
  writeKeyFile(file, { callId: sorted(many), id: sorted([]) });
  for (const wanted of [1, 511, 512, 513, 1000, 2000, 3001, 3585, 5000]) assert.deepEqual(lookUp(file, "callId", wanted), msOf(many, wanted), String(wanted));
  for (const absent of [1001, 1999, 2001, 5001]) assert.deepEqual(lookUp(file, "callId", absent), []);
  assert.deepEqual(lookUp(file, "id", 1), []);
});

test("what is read back whole is what was written, and merging keeps the order", () => {
  fc.assert(
    fc.property(pairs, pairs, (a, b) => {
      writeKeyFile(file, { callId: sorted(a), id: sorted(b) });
      const back = readKeyFile(file)!;
      assert.deepEqual(mergePairs(back.callId, back.id), sorted([...a, ...b]));
    }),
    { numRuns: 60 },
  );
});

test("a file that is missing, foreign or cut cannot say", () => {
  assert.equal(lookUp(join(directory, "none"), "id", 1), undefined);
  writeFileSync(file, "something else entirely");
  assert.equal(lookUp(file, "id", 1), undefined);
  writeKeyFile(file, { callId: sorted([[1, 1]]), id: sorted([[7, 2]]) });
  truncateSync(file, 16 + 8);
  assert.equal(lookUp(file, "id", 7), undefined);
  assert.equal(readKeyFile(file), undefined);
});
