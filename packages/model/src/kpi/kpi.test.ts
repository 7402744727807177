import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { emptyCall, type Call } from "../call.ts";
import { arbitraryCall } from "../testing.ts";
import { parseQuery } from "../query/parse.ts";
import { printQuery } from "../query/print.ts";
import { toPredicate } from "../query/predicate.ts";
import { kpiCounter, KPI_COUNTERS, KPI_DISTRIBUTIONS, KPI_SUMS } from "./counters.ts";
import { countCall, emptyCounts, mergeCounts, type KpiCounts } from "./counts.ts";
import { countersOf, countingRule, KPI_DEFINITIONS } from "./definitions.ts";
import { KPI_DIMENSIONS, prefixOf } from "./dimensions.ts";
import { addToHistogram, bucketsOf, countOf, DURATION_ERROR, DURATIONS, MOS_VALUES, percentile, type Histogram } from "./histogram.ts";

const countAll = (calls: readonly Call[]): KpiCounts => {
  const counts = emptyCounts();
  for (const call of calls) countCall(counts, call);
  return counts;
};
const calls = fc.array(arbitraryCall("x"), { maxLength: 25 });
const call = (changes: Partial<Call>): Call => ({ ...emptyCall("c", "c@x"), kind: "call", startedAtUs: 1e15, ...changes });

test("counts of parts add up to the counts of the whole, in any split and order", () => {
  fc.assert(fc.property(calls, fc.array(fc.nat(3), { minLength: 25, maxLength: 25 }), (all, places) => {
    const parts = [0, 1, 2, 3].map((part) => countAll(all.filter((_, i) => places[i] === part)));
    assert.deepEqual(mergeCounts(parts), countAll(all));
    assert.deepEqual(mergeCounts(parts.toReversed()), mergeCounts([mergeCounts(parts.slice(0, 2)), mergeCounts(parts.slice(2))]));
  }), { numRuns: 60 });
});

test("a counter counts the calls that its query finds, no more and no fewer", () => {
  fc.assert(fc.property(calls, (all) => {
    const { numbers } = countAll(all);
    for (const { id, text, query } of KPI_COUNTERS) {
      const parsed = parseQuery(text, { nowUs: 0 });
      assert.ok(parsed.ok);
      const again = parseQuery(printQuery(query), { nowUs: 0 });
      assert.ok(again.ok);
      assert.equal(numbers[id], all.filter(toPredicate(parsed.query)).length, id);
      assert.equal(numbers[id], all.filter(toPredicate(again.query)).length, id);
    }
  }), { numRuns: 60 });
});

test("a percentile is no further from the true one than half a bucket", () => {
  const us = fc.integer({ min: 0, max: 40 }).chain((bits) => fc.integer({ min: 0, max: 2 ** bits }));
  fc.assert(fc.property(fc.array(us, { minLength: 1, maxLength: 80 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, part) => {
    const histogram: Histogram = {};
    for (const value of values) addToHistogram(histogram, DURATIONS.place(value));
    const truth = values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(values.length * part)) - 1]! / 1000;
    const found = percentile(DURATIONS, histogram, part)!;
    assert.ok(Math.abs(found - truth) <= truth * DURATION_ERROR + 1e-9, `${found} for ${truth}`);
  }), { numRuns: 300 });
  assert.ok(DURATION_ERROR < 0.016);
});

test("buckets follow each other without gap, and hold what is placed in them", () => {
  for (const [scale, places] of [[DURATIONS, 1300], [MOS_VALUES, 80]] as const) {
    for (let place = 0; place < places; place++) {
      assert.equal(scale.high(place), scale.low(place + 1));
      assert.equal(scale.place(scale.low(place)), place);
      assert.equal(scale.place(scale.high(place) - 1), place);
    }
    assert.equal(scale.place(-1), 0);
  }
  assert.equal(DURATIONS.place(2 ** 50), DURATIONS.place(2 ** 46));
  assert.equal(percentile(DURATIONS, {}, 0.5), null);
  assert.equal(percentile(MOS_VALUES, { [MOS_VALUES.place(9000)]: 1 }, 0.5), 5);
  assert.equal(percentile(DURATIONS, { 0: 3 }, 0.5), 0);
  assert.deepEqual(bucketsOf(MOS_VALUES, { 1: 2 }), [{ low: 1.05, high: 1.1, count: 2 }]);
  assert.equal(countOf({ 1: 2, 5: 3 }), 5);
});

test("every definition stands on counters, sums and distributions that there are, and has its rule in words", () => {
  const sums = new Set(KPI_SUMS.map(({ id }) => id));
  for (const kpi of KPI_DEFINITIONS) {
    const { numerator, denominator } = countersOf(kpi);
    assert.ok(kpiCounter(numerator) && kpiCounter(denominator));
    assert.ok(countingRule(kpi).length > 10 && kpi.source !== "", kpi.id);
    if (kpi.kind === "mean") assert.ok(sums.has(kpi.sum));
    if (kpi.kind === "share") assert.ok(sums.has(kpi.numerator) && sums.has(kpi.denominator) && parseQuery(kpi.shown, { nowUs: 0 }).ok);
    if (kpi.kind === "percentiles") assert.ok(KPI_DISTRIBUTIONS.some(({ id }) => id === kpi.distribution), kpi.id);
  }
  for (const list of [KPI_COUNTERS, KPI_DEFINITIONS]) assert.equal(new Set(list.map(({ id }) => id)).size, list.length);
  assert.throws(() => kpiCounter("none"), /BUG/);
});

test("a numerator is part of its denominator", () => {
  fc.assert(fc.property(arbitraryCall("x"), (one) => {
    for (const kpi of KPI_DEFINITIONS) {
      const { numerator, denominator } = countersOf(kpi);
      const matches = (id: string): boolean => toPredicate(kpiCounter(id).query)(one);
      if (kpi.kind === "ratio" && matches(numerator)) assert.ok(matches(denominator), kpi.id);
    }
  }), { numRuns: 500 });
});

test("what is counted of typical calls", () => {
  const answered = call({ state: "completed", answeredAtUs: 1e15 + 4e6, endedAtUs: 1e15 + 64e6, statusCode: 200, pddMs: 1500, setupMs: 4000, ringMs: 2500, talkMs: 60_000, disconnectMs: 20, messages: 9 });
  const { numbers, histograms } = countAll([
    answered, call({ state: "busy", statusCode: 486, endedAtUs: 1e15 + 1e6 }), call({ state: "timeout" }), call({ state: "failed", statusCode: 503 }), call({ state: "redirected", statusCode: 302 }),
    call({ state: "cancelled", statusCode: 487, ringMs: 3000, pddMs: 200 }), call({ state: "cancelled", statusCode: 487 }), call({ state: "rejected", statusCode: 401 }),
    call({ state: "failed", statusCode: 503, reason: { protocol: "Q.850", cause: 34, text: "" } }), call({ state: "completed", partial: "began_before_capture", talkMs: 1e6 }),
    { ...call({ state: "completed", statusCode: 200, setupMs: 12, endedAtUs: 1e15 + 50_000 }), kind: "registration" },
  ]);
  const expected = {
    calls: 11, attempts: 9, answered: 1, seizures: 5, not_redirected: 8, effective: 3, established_effectively: 2, ineffective: 3, refused: 5, released: 1, registrations: 1, registered: 1,
    talk_us: 60_000_000, held_us: 65_000_000, messages: 9,
  };
  for (const [id, number] of Object.entries(expected)) assert.equal(numbers[id], number, id);
  assert.deepEqual([histograms["pdd"], histograms["srd"], histograms["rrd"], histograms["rrd_with_challenge"]].map((one) => countOf(one!)), [2, 1, 1, 1]);
});

test("a dimension's query finds the calls with that value, and only those", () => {
  fc.assert(fc.property(calls, fc.integer({ min: 1, max: 5 }), (all, digits) => {
    for (const dimension of KPI_DIMENSIONS) {
      const values = new Set(all.flatMap((each) => dimension.values(each, digits)));
      for (const value of values) {
        const parsed = parseQuery(dimension.query(value, digits), { nowUs: 0 });
        assert.ok(parsed.ok, `${dimension.name} ${value}`);
        const found = all.filter(toPredicate(parsed.query));
        const same = all.filter((each) => dimension.values(each, digits).some((one) => fold(one) === fold(value)));
        // Among items without text the query looks for calls that have none but them.
        if (value !== "" || dimension.kind !== "list") assert.deepEqual(found, same, `${dimension.name} ${value}`);
      }
    }
  }), { numRuns: 60 });
});
const fold = (text: string): string => text.toLowerCase().replace("i̇", "i").replaceAll("ς", "σ");

test("the prefix of a number is its first digits, with the plus", () => {
  assert.deepEqual(["+493012345", "493012345", "112", "alice", "", "+", "*21#", "1a2"].map((user) => prefixOf(user, 4)), ["+4930", "4930", "112", "", "", "", "", "1"]);
});
