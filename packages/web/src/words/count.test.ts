// Numbers in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { byteSize, counted, grouped, percent } from "./count.ts";

test("counts are grouped and their noun agrees", () => {
  assert.equal(grouped(1_284_000), "1,284,000");
  assert.equal(counted(1, "call"), "1 call");
  assert.equal(counted(1284, "call"), "1,284 calls");
  assert.equal(counted(2, "reply", "replies"), "2 replies");
});

test("a small share is not shown as none, and a share of nothing is no number", () => {
  assert.deepEqual([percent(1, 3), percent(1, 1000), percent(0, 1000), percent(0, 0)], ["33 %", "<1 %", "0 %", "–"]);
});

test("byte sizes use decimal units", () => {
  assert.deepEqual([0, 999, 1000, 1_234_567, 12_345_678, 3.2e13].map(byteSize), ["0 B", "999 B", "1.0 kB", "1.2 MB", "12 MB", "32 TB"]);
});
