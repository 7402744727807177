import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { countCall, emptyCall, emptyCounts, KPI_DEFINITIONS, mergeCounts, type Call } from "@sipglass/model";
import { arbitraryCall } from "@sipglass/model/testing";
import { distributionsFor, kpisOf, type KpiValue } from "./kpis-of.ts";

const of = (calls: readonly Call[]): Map<string, KpiValue> => {
  const counts = emptyCounts();
  for (const call of calls) countCall(counts, call);
  return new Map(kpisOf(counts).map((kpi) => [kpi.id, kpi]));
};
const call = (changes: Partial<Call>): Call => ({ ...emptyCall("c", "c@x"), kind: "call", startedAtUs: 1e15, ...changes });
const answered = (talkS: number, change: Partial<Call> = {}): Call =>
  call({ state: "completed", statusCode: 200, answeredAtUs: 1e15 + 3e6, endedAtUs: 1e15 + 3e6 + talkS * 1e6, pddMs: 1000, setupMs: 3000, ringMs: 2000, talkMs: talkS * 1000, disconnectMs: 30, messages: 7, ...change });
const refused = (statusCode: number, state: Call["state"], change: Partial<Call> = {}): Call => call({ state, statusCode, endedAtUs: 1e15 + 500_000, pddMs: 500, messages: 3, ...change });

test("of nothing every KPI is null, and none is NaN", () => {
  for (const { id, value, percentiles } of of([]).values()) assert.deepEqual([value, percentiles], [null, null], id);
  assert.equal(of([]).size, KPI_DEFINITIONS.length);
});

test("no KPI of any calls is NaN or infinite, and no ratio is above 100 %", () => {
  fc.assert(fc.property(fc.array(arbitraryCall("x"), { maxLength: 12 }), (calls) => {
    for (const { id, value, numerator, denominator } of of(calls).values()) {
      assert.ok(value === null || Number.isFinite(value), id);
      if (KPI_DEFINITIONS.some((kpi) => kpi.id === id && kpi.kind === "ratio")) assert.ok(numerator <= denominator, id);
    }
  }), { numRuns: 80 });
});

test("KPIs of merged counts are those of all calls together", () => {
  fc.assert(fc.property(fc.array(arbitraryCall("x"), { maxLength: 12 }), fc.array(arbitraryCall("x"), { maxLength: 12 }), (some, others) => {
    const [a, b] = [emptyCounts(), emptyCounts()];
    for (const one of some) countCall(a, one);
    for (const one of others) countCall(b, one);
    assert.deepEqual(kpisOf(mergeCounts([a, b])), [...of([...some, ...others]).values()]);
  }), { numRuns: 40 });
});

test("a hundred calls worked out by hand", () => {
  const calls = [
    ...Array.from({ length: 60 }, (_, i) => answered(10 + i)), ...Array.from({ length: 10 }, () => refused(486, "busy")), ...Array.from({ length: 8 }, () => refused(487, "cancelled", { ringMs: 5000 })),
    ...Array.from({ length: 6 }, () => refused(503, "failed")), ...Array.from({ length: 5 }, () => refused(404, "failed")), ...Array.from({ length: 4 }, () => call({ state: "timeout" })),
    ...Array.from({ length: 4 }, () => refused(302, "redirected")), ...Array.from({ length: 3 }, () => refused(401, "rejected")),
  ];
  const kpis = of(calls);
  const shown = (id: string): [number, number] => [kpis.get(id)!.numerator, kpis.get(id)!.denominator];
  assert.deepEqual(shown("asr"), [60, 89]);
  assert.deepEqual(shown("abr"), [60, 100]);
  assert.deepEqual(shown("ner"), [78, 89]);
  assert.deepEqual(shown("ner_404"), [83, 89]);
  assert.deepEqual(shown("ser"), [60, 96]);
  assert.deepEqual(shown("seer"), [70, 96]);
  assert.deepEqual(shown("isa"), [10, 100]);
  assert.deepEqual(shown("scr"), [60, 100]);
  assert.deepEqual(shown("ccr"), [78, 100]);
  assert.deepEqual(shown("cssr"), [68, 100]);
  assert.deepEqual(shown("auth_failures"), [3, 100]);
  assert.equal(kpis.get("ser")!.value, 62.5);
  assert.equal(kpis.get("acd")!.value, 10 + 59 / 2);
  assert.equal(kpis.get("asr")!.few, false);
  assert.equal(kpis.get("poor_mos")!.value, null);
  const pdd = kpis.get("pdd")!;
  assert.equal(pdd.denominator, 68);
  assert.ok(Math.abs(pdd.percentiles!.p50 - 1000) < 22);
});

test("counts with some histograms give the KPIs that are drawn from them", () => {
  const counts = emptyCounts(distributionsFor(new Set(["pdd", "sdt", "asr"])));
  countCall(counts, answered(5));
  assert.deepEqual(Object.keys(counts.histograms).sort(), ["pdd", "talk"]);
  assert.deepEqual(kpisOf(counts).filter(({ percentiles }) => percentiles !== null).map(({ id }) => id), ["pdd", "sdt"]);
});

test("counts without histograms give ratios and means only", () => {
  const counts = emptyCounts(false);
  countCall(counts, answered(5));
  const kpis = kpisOf(counts);
  assert.ok(kpis.every(({ percentiles }) => percentiles === null));
  assert.deepEqual(kpis.map(({ id }) => id), KPI_DEFINITIONS.filter(({ kind }) => kind !== "percentiles").map(({ id }) => id));
  assert.deepEqual(kpisOf(counts, new Set(["asr", "short"])).map(({ id, value }) => [id, value]), [["asr", 100], ["short", 100]]);
});
