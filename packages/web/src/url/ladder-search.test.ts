import assert from "node:assert/strict";
import { test } from "node:test";
import { nextTimeMode, readLadderSearch, zoomStep } from "./ladder-search.ts";

test("what a ladder's URL may say is kept, defaults and nonsense are not", () => {
  const all = { time: "start", zoom: "fit", by: "ip", hosts: "10.0.0.1:5060,10.0.0.2:5060~10.0.0.2:5080", drop: "ACK,media", cmp: "c1:4", view: "hex" };
  assert.deepEqual(readLadderSearch({ ...all, other: "x" }), all);
  assert.deepEqual(readLadderSearch({ time: "clock", zoom: "100", by: "host", hosts: "", drop: "a;b", cmp: 5, view: "text" }), {});
});

test("zooming goes in steps, stops at both ends, and leaves fit for the natural size's neighbours", () => {
  assert.deepEqual(
    [zoomStep("100", 1), zoomStep("150", 1), zoomStep("60", -1), zoomStep("fit", 1), zoomStep("fit", -1)],
    ["125", "150", "60", "125", "80"],
  );
});

test("times go round", () => {
  assert.deepEqual([nextTimeMode("clock"), nextTimeMode("start"), nextTimeMode("selected")], ["start", "selected", "clock"]);
});
