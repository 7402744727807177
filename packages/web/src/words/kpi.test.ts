// KPIs in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { changeTone, countChange, kpiChange, kpiText } from "./kpi.ts";

test("each unit has its own way to be read; nothing counted is a dash, not 0", () => {
  assert.deepEqual(
    [
      kpiText(61.04, "%"),
      kpiText(100, "%"),
      kpiText(0, "%"),
      kpiText(4.2149, "mos"),
      kpiText(1240, "ms"),
      kpiText(192, "s"),
      kpiText(null, "%"),
    ],
    ["61.0 %", "100 %", "0 %", "4.21", "1.24 s", "3:12", "–"],
  );
});

test("percents move by points, counts by shares; from nothing there is no share", () => {
  assert.deepEqual(kpiChange(61, 58.5, "%"), { text: "2.5 points", way: "up" });
  assert.deepEqual(kpiChange(61, 61.01, "%"), { text: "as before", way: "same" });
  assert.deepEqual(kpiChange(1000, 1500, "ms"), { text: "500 ms", way: "down" });
  assert.equal(kpiChange(1, null, "%"), null);
  assert.deepEqual(countChange(150, 100), { text: "50 %", way: "up" });
  assert.equal(countChange(5, 0), null);
});

test("more answered calls are better, longer waiting is worse, longer talk is neither", () => {
  const [up, down] = [{ text: "", way: "up" } as const, { text: "", way: "down" } as const];
  assert.deepEqual(
    [changeTone("asr", up), changeTone("asr", down), changeTone("pdd", up), changeTone("pdd", down), changeTone("acd", up)],
    ["better", "worse", "worse", "better", "neutral"],
  );
});
