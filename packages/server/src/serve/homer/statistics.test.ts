// The statistics panel of homer-ui in the shape of InfluxDB 1, counted from the calls that the reader may see.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { START_US, startApp, type TestApp } from "../app.fixture.ts";
import { callOf } from "../questions.fixture.ts";

interface Answer {
  status: string;
  total: number;
  data: { Results: { Series: { name: string; columns: string[]; values: (string | number | null)[][] }[]; Messages: null }[] };
}

describe("statistics without an InfluxDB", () => {
  let it: TestApp;
  before(async () => {
    it = await startApp();
    const at = START_US - 600e6;
    const call = (id: string, tenant: string, changes: object) => callOf(id, { tenants: [tenant], startedAtUs: at, ...changes });
    it.questions.calls.push(
      call("a", "acme", { answeredAtUs: at + 1e6 }),
      call("b", "acme", { startedAtUs: at + 60e6, state: "failed", statusCode: 503 }),
      call("c", "beta", { answeredAtUs: at + 1e6 }),
    );
  });
  after(() => it.close());

  const headers = (role: "support" | "customer" = "support") => it.bearer(role);
  const get = async (path: string): Promise<Answer> =>
    (await it.app.inject({ url: `/api/v3/statistic/${path}`, headers: headers() })).json();
  const post = (path: string, payload: object, role: "support" | "customer" = "support") =>
    it.app.inject({ method: "POST", url: `/api/v3/statistic/${path}`, headers: headers(role), payload });
  const course = async (main: string, type: string[], hours: number, change: object = {}, role: "support" | "customer" = "support"): Promise<Answer> => {
    const to = START_US / 1000;
    const param = { limit: 500, precision: 60, query: [{ main, database: "sipglass", retention: "autogen", type, tag: [] }], total: false, ...change };
    const answer = await post("data", { param, timestamp: { from: to - hours * 3_600_000, to: to - 1 } }, role);
    assert.equal(answer.statusCode, 201, answer.body);
    return answer.json();
  };
  const names = ({ data }: Answer): unknown[] => data.Results[0]!.Series[0]!.values.map(([name]) => name);

  test("leads from database to policy, measurement and fields, each list being what the next is asked with", async () => {
    const databases = await get("_db");
    assert.deepEqual(databases, {
      status: "ok",
      total: 1,
      data: { Results: [{ statement_id: 0, Series: [{ name: "databases", columns: ["name"], values: [["sipglass"]] }], Messages: null }] },
    });
    assert.deepEqual(names((await post("_retentions", { param: { search: { database: "sipglass" } } })).json()), ["autogen"]);
    assert.deepEqual(names(await get("_measurements/sipglass")), ["counters", "kpis"]);
    assert.deepEqual(await get("_measurements/other"), { status: "ok", total: 0, data: [] });
    const fields = async (main: string) =>
      names((await post("_metrics", { param: { query: [{ main, database: "sipglass", retention: "autogen" }] } })).json());
    assert.ok((await fields("counters")).includes("attempts"));
    assert.ok((await fields("kpis")).includes("asr"));
    assert.deepEqual((await post("_tags", { param: { query: [{ main: "kpis" }] } })).json(), { status: "ok", total: 0, data: [] });
  });

  test("counts per minute over two hours, newest first", async () => {
    const { total, data } = await course("counters", ["answered", "attempts"], 1);
    const [series] = data.Results[0]!.Series;
    assert.deepEqual([total, series!.name, series!.columns, series!.values.length], [1, "counters", ["time", "attempts", "answered"], 60]);
    assert.deepEqual(series!.values.filter(([, attempts]) => attempts !== 0), [["2026-11-20T10:51:00Z", 1, 0], ["2026-11-20T10:50:00Z", 2, 2]]);
    assert.equal(series!.values[0]![0], "2026-11-20T10:59:00Z");
  });

  test("KPIs are null where nothing was counted", async () => {
    const { data } = await course("kpis", ["asr"], 1);
    const values = new Map(data.Results[0]!.Series[0]!.values.map(([time, asr]) => [time, asr]));
    assert.deepEqual(["10:50", "10:51", "10:52"].map((time) => values.get(`2026-11-20T${time}:00Z`)), [100, 0, null]);
  });

  test("buckets are as wide as homer-app makes them, and the newest are given when there is a limit", async () => {
    for (const [hours, widthS] of [[2, 60], [8, 300], [50, 3600], [24 * 30, 86_400]] as const) {
      const { data } = await course("counters", ["attempts"], hours, { limit: 3 });
      const times = data.Results[0]!.Series[0]!.values.map(([time]) => Date.parse(String(time)) / 1000);
      assert.deepEqual([times.length, times[0]! - times[1]!, times[1]! - times[2]!], [3, widthS, widthS], `${hours} h`);
    }
  });

  test("a customer's numbers are of his own calls", async () => {
    const { data } = await course("counters", ["attempts"], 1, {}, "customer");
    assert.deepEqual(data.Results[0]!.Series[0]!.values.filter(([, attempts]) => attempts !== 0).map(([, attempts]) => attempts), [1, 1]);
    assert.deepEqual(it.questions.asked.at(-1)?.scope, { kind: "tenants", tenants: ["acme"] });
  });

  test("what there is not is empty, and what is malformed is refused", async () => {
    assert.deepEqual(await course("heplify", ["attempts"], 1), { status: "ok", total: 0, data: [] });
    assert.deepEqual(await course("counters", ["no_such_field"], 1), { status: "ok", total: 0, data: [] });
    assert.equal((await post("data", [] as unknown as object)).statusCode, 400);
    assert.equal((await post("data", { param: { query: Array.from({ length: 21 }, () => ({ main: "kpis" })) } })).statusCode, 413);
  });
});
