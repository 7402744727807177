// KPIs as a program asks for them: numbers, what they stand on, and the way from a number to its calls.
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { Call } from "@sipglass/model";
import { START_US, startApp, type TestApp } from "./app.fixture.ts";
import { callOf } from "./questions.fixture.ts";

interface Kpi {
  id: string;
  value: number | null;
  numerator: number;
  denominator: number;
  few: boolean;
  percentiles: { p50: number } | null;
  query: { numerator: string; denominator: string };
  rule?: string;
}
interface Kpis {
  from: string;
  to: string;
  total: { calls: number; counts: Record<string, number>; kpis: Kpi[] };
  groups: { value: string | null; at: string | null; calls: number; query: string; kpis: Kpi[] }[];
  truncated: boolean;
}

const HOUR_US = 3_600e6;
const ago = (hours: number): number => START_US - hours * HOUR_US;
const talked = (id: string, hours: number, change: Partial<Call> = {}): Call => {
  const startedAtUs = ago(hours);
  return callOf(id, {
    startedAtUs, ringingAtUs: startedAtUs + 1e6, answeredAtUs: startedAtUs + 4e6, endedAtUs: startedAtUs + 64e6, pddMs: 1000, setupMs: 4000, ringMs: 3000, talkMs: 60_000, disconnectMs: 20,
    ruriUser: "+4930111", tenants: ["acme"], ...change,
  });
};

suite("stats", () => {
  let it: TestApp;
  const get = async <T>(path: string, role: "admin" | "customer" = "admin"): Promise<T> => {
    const answer = await it.app.inject({ url: `/api/v1/${path}`, headers: it.bearer(role) });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json<T>();
  };
  const fails = async (path: string): Promise<string> => {
    const answer = await it.app.inject({ url: `/api/v1/${path}`, headers: it.bearer("admin") });
    assert.equal(answer.statusCode, 400, path);
    return answer.json<{ error: { code: string } }>().error.code;
  };
  const kpi = (kpis: readonly Kpi[], id: string): Kpi => kpis.find((each) => each.id === id) ?? assert.fail(id);

  before(async () => {
    it = await startApp();
    it.questions.calls = [
      talked("a", 2), talked("b", 2.5, { sessionId: "a" }), talked("c", 3, { tenants: ["globex"] }),
      talked("d", 4, { state: "busy", statusCode: 486, answeredAtUs: 0, setupMs: null, talkMs: null, disconnectMs: null, ruriUser: "112" }),
      talked("e", 5, { state: "failed", statusCode: 503, answeredAtUs: 0, ringingAtUs: 0, setupMs: null, ringMs: null, talkMs: null, disconnectMs: null }),
    ];
  });
  after(() => it.close());

  test("the total has every KPI with counts, rule and the queries that find its calls", async () => {
    const { total } = await get<Kpis>("stats/kpis?from=-10h");
    assert.deepEqual([total.calls, total.counts["attempts"], total.counts["answered"]], [4, 4, 2]);
    const asr = kpi(total.kpis, "asr");
    assert.deepEqual([asr.value, asr.numerator, asr.denominator, asr.few], [50, 2, 4, true]);
    assert.match(asr.rule ?? "", /attempts with a 2xx; of attempts that got 18x/);
    assert.equal(kpi(total.kpis, "poor_mos").value, null);
    for (const { id, numerator, denominator, query } of total.kpis) {
      for (const [count, q] of [[numerator, query.numerator], [denominator, query.denominator]] as const) {
        const { items } = await get<{ items: unknown[] }>(`calls?from=-10h&to=now&q=${encodeURIComponent(q)}`);
        if (!["acd", "mht", "retransmission_rate"].includes(id)) assert.equal(items.length, count, `${id}: ${q}`);
      }
    }
  });

  test("legs count each, sessions by their first leg", async () => {
    const [legs, sessions] = [await get<Kpis>("stats/kpis?from=-10h&count=legs"), await get<Kpis>("stats/kpis?from=-10h&count=sessions")];
    assert.deepEqual([legs.total.counts["answered"], sessions.total.counts["answered"]], [3, 2]);
    assert.match(kpi(sessions.total.kpis, "asr").query.numerator, /leg:first/);
  });

  test("groups drill down to their calls, and buckets begin where the range does", async () => {
    const { groups } = await get<Kpis>("stats/kpis?from=-10h&group_by=prefix&digits=5&kpis=asr,pdd&count=legs");
    assert.deepEqual(groups.map(({ value, calls }) => [value, calls]), [["+49301", 4], ["112", 1]]);
    for (const { query, calls } of groups) {
      assert.equal((await get<{ items: unknown[] }>(`calls?from=-10h&to=now&q=${encodeURIComponent(query)}`)).items.length, calls);
    }
    assert.deepEqual(groups[0]!.kpis.map(({ id }) => id), ["asr", "pdd"]);
    const buckets = await get<Kpis>("stats/kpis?from=-10h&bucket=5h&kpis=abr");
    assert.deepEqual(buckets.groups.map(({ at, calls }) => [at, calls]), [["2026-11-20T06:00:00.000000Z", 4]]);
    assert.equal((await get<Kpis>("stats/kpis?from=-10h&group_by=code&limit=1")).truncated, true);
  });

  test("a customer's numbers are those of his calls", async () => {
    const { total, groups } = await get<Kpis>("stats/kpis?from=-10h&count=legs&group_by=tenant", "customer");
    assert.deepEqual([total.calls, groups.map(({ value }) => value)], [4, ["acme"]]);
    assert.deepEqual((await get<{ items: { value: string }[] }>("stats/top?by=tenant&from=-10h", "customer")).items.map(({ value }) => value), ["acme"]);
  });

  test("a time series has a point for every bucket, null where nothing was", async () => {
    const series = await get<{ from: string; bucket_s: number; calls: number[]; series: { id: string; points: { value: number | null; at: string }[] }[] }>("stats/timeseries?from=-5h&bucket=1h&kpis=abr,pdd");
    assert.deepEqual([series.from, series.bucket_s, series.calls], ["2026-11-20T06:00:00.000000Z", 3600, [1, 1, 1, 1, 0]]);
    assert.deepEqual(series.series.map(({ id, points }) => [id, points.length]), [["abr", 5], ["pdd", 5]]);
    assert.deepEqual(series.series[0]!.points.map(({ value }) => value), [0, 0, 100, 100, null]);
    assert.equal((await get<{ bucket_s: number }>("stats/timeseries?from=-24h")).bucket_s, 900);
  });

  test("the largest come first, by calls or by what failed", async () => {
    const top = (path: string) => get<{ items: { value: string; calls: number; failed: number; query: string }[] }>(`stats/top?from=-10h&count=legs&${path}`);
    assert.deepEqual((await top("by=code")).items.map(({ value, calls }) => [value, calls]), [["200", 3], ["486", 1], ["503", 1]]);
    assert.deepEqual((await top("by=prefix&order=failed")).items.map(({ value, failed }) => [value, failed]), [["+4930", 1]]);
    assert.deepEqual((await top("by=caller&limit=1")).items.map(({ value, query }) => [value, query]), [["1001", "from:1001"]]);
  });

  test("a distribution has its buckets, and percentiles with their error", async () => {
    const pdd = await get<{ count: number; error_pct: number; percentiles: { p50: number }; buckets: { from: number; to: number; count: number }[] }>("stats/histogram?of=pdd&from=-10h&count=legs");
    assert.deepEqual([pdd.count, pdd.buckets.length, pdd.buckets[0]!.count], [4, 1, 4]);
    assert.ok(Math.abs(pdd.percentiles.p50 - 1000) <= 10 * pdd.error_pct && pdd.buckets[0]!.from <= 1000 && pdd.buckets[0]!.to > 1000);
    assert.equal((await get<{ percentiles: unknown }>("stats/histogram?of=mos_nb&from=-10h")).percentiles, null);
  });

  test("the week is that of the zone", async () => {
    const cells = async (zone: string, of: string) => (await get<{ cells: { weekday: number; hour: number; value: number | null }[] }>(`stats/week?from=-10h&count=legs&of=${of}&zone=${zone}`)).cells;
    const utc = await cells("UTC", "attempts");
    assert.equal(utc.length, 168);
    assert.deepEqual(utc.filter(({ value }) => value).map(({ weekday, hour, value }) => [weekday, hour, value]), [[5, 6, 1], [5, 7, 1], [5, 8, 2], [5, 9, 1]]);
    assert.deepEqual((await cells("Asia/Kolkata", "abr")).filter(({ value }) => value !== null).map(({ weekday, hour, value }) => [weekday, hour, value]), [[5, 11, 0], [5, 12, 0], [5, 13, 100], [5, 14, 100]]);
  });

  test("what cannot be answered is refused", async () => {
    for (const path of ["stats/kpis?group_by=nonsense", "stats/kpis?kpis=nonsense", "stats/kpis?bucket=0s", "stats/kpis?from=-9w&bucket=1s", "stats/top?by=x", "stats/histogram?of=x", "stats/week?zone=Mars", "stats/week?from=-20w"]) {
      assert.equal(await fails(path), "bad_request", path);
    }
    assert.equal(await fails("stats/kpis?q=cod:1"), "bad_query");
  });
});
