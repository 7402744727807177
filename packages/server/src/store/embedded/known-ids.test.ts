// The filter never forgets an id, and seldom takes a stranger for one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { KnownIds } from "./known-ids.ts";
import { keyOf } from "./keys.ts";

test("every added key may be there, and of strangers less than one in a thousand", () => {
  const known = new KnownIds(40_000);
  for (let i = 0; i < 60_000; i++) known.add(keyOf(`call${i}`));
  for (let i = 0; i < 60_000; i++) assert.ok(known.mayHave(keyOf(`call${i}`)));
  let alarms = 0;
  for (let i = 0; i < 60_000; i++) if (known.mayHave(keyOf(`stranger${i}`))) alarms++;
  assert.ok(alarms < 60, String(alarms));
});

test("a filter says when it is full", () => {
  const known = new KnownIds(0);
  assert.ok(!known.full);
  for (let i = 0; i < 70_000; i++) known.add(i);
  assert.ok(known.full);
});

test("keys ignore case, are never zero and spread over 32 bits", () => {
  assert.equal(keyOf("ABC@host"), keyOf("abc@HOST"));
  const keys = new Set(Array.from({ length: 20_000 }, (_, i) => keyOf(`id${i}`)));
  assert.ok(keys.size >= 19_998);
  assert.ok(!keys.has(0) && [...keys].every((key) => Number.isInteger(key) && key > 0 && key <= 0xffffffff));
  const high = [...keys].filter((key) => key > 0x7fffffff).length;
  assert.ok(high > 9000 && high < 11_000);
});
