// Ids of calls.
import assert from "node:assert/strict";
import { test } from "node:test";
import { callIdentity } from "./identity.ts";

test("an id is 26 letters and digits, and the same for the same call", () => {
  const id = callIdentity("a84b4c76e66710@pc33", 1_767_225_600_000_000, "192.0.2.1", "192.0.2.2");
  assert.match(id, /^[0-9a-z]{26}$/);
  assert.equal(id, callIdentity("a84b4c76e66710@pc33", 1_767_225_600_000_000, "192.0.2.1", "192.0.2.2"));
});

test("an id never changes from one release to the next: rows of the past keep theirs", () => {
  assert.equal(callIdentity("a84b4c76e66710@pc33", 1_767_225_600_000_000, "192.0.2.1", "192.0.2.2"), "8bsp84jsmd6nicsad33f5u0k3a");
});

test("every part of the first packet counts", () => {
  const parts: [string, number, string, string] = ["a@b", 1, "192.0.2.1", "192.0.2.2"];
  const ids = [
    parts,
    ["a@c", 1, "192.0.2.1", "192.0.2.2"],
    ["a@b", 2, "192.0.2.1", "192.0.2.2"],
    ["a@b", 1, "192.0.2.3", "192.0.2.2"],
    ["a@b", 1, "192.0.2.1", "192.0.2.3"],
  ] as const;
  assert.equal(new Set(ids.map((each) => callIdentity(...(each as typeof parts)))).size, 5);
});

test("a hundred thousand similar calls have as many ids, and every letter of the id varies", () => {
  const ids = new Set<string>();
  const letters = Array.from({ length: 26 }, () => new Set<string>());
  for (let i = 0; i < 100_000; i++) {
    const id = callIdentity(`${i}@host`, 1_767_225_600_000_000 + i, "192.0.2.1", "192.0.2.2");
    ids.add(id);
    if (i < 2000) for (const [at, letter] of [...id].entries()) letters[at]!.add(letter);
  }
  assert.equal(ids.size, 100_000);
  assert.deepEqual(
    letters.map((seen) => seen.size >= 16),
    Array(26).fill(true),
  );
});
