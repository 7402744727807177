import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { detached } from "./latin1.ts";
import { parsedWith } from "./sip-text.fixture.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Megabytes that 4000 Call-IDs of messages of 8 kB hold. */
function heldMegabytes(keep: (callId: string) => string): number {
  const kept: string[] = [];
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 4000; i++) {
    kept.push(keep(parsedWith({ "Call-ID": `a-long-call-id-${i}@desk.example.net`, "X-Padding": "p".repeat(8000) }).callId));
  }
  collectGarbage();
  const held = process.memoryUsage().heapUsed - before;
  assert.equal(kept[7], "a-long-call-id-7@desk.example.net");
  return held / 1e6;
}

test("a detached text is the same text", () => {
  for (const text of ["", "short", "a text of more than twelve characters", "ümläüte und mehr als zwölf"]) assert.equal(detached(text), text);
});

test("a slice holds its message, a detached one does not", () => {
  assert.ok(heldMegabytes((callId) => callId) > 25, "slices are small: detaching is no longer needed");
  assert.ok(heldMegabytes(detached) < 6);
});
