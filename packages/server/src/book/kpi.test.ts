// KPIs over live and stored calls, while calls wander from the one to the other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL, MATCH_ALL, type KpiAnswer } from "@sipglass/model";
import { answered, at, ended, S } from "./messages.fixture.ts";
import { openSite } from "./site.fixture.ts";

const everything = { query: MATCH_ALL, fromUs: at(0), toUs: at(3) };
const numbers = ({ groups }: KpiAnswer, id: string): (number | undefined)[] => groups.map(({ counts }) => counts.numbers[id]);

test("each call is counted once, live or stored, by moment and by dimension, also while commits go on", async () => {
  const site = await openSite();
  const run = await site.up({ shards: 2, lingerUs: S });
  run.hear(Array.from({ length: 12 }, (_, i) => answered(i % 3, `call-${i}@host`)).flat().sort((a, b) => a.receivedUs - b.receivedUs));
  for (let i = 0; i < 12; i += 1) {
    run.hear(ended(30 + i * 5, `call-${i}@host`));
    run.until(at(33 + i * 5));
    run.second();
    const [total, bySecond, byCode] = await Promise.all([
      run.book.kpi(ALL, everything), run.book.kpi(ALL, { ...everything, bucketUs: S }), run.book.kpi(ALL, { ...everything, groupBy: "code", histograms: false }),
    ]);
    assert.deepEqual([numbers(total, "attempts"), numbers(total, "answered"), numbers(total, "completed")], [[12], [12], [i + 1]]);
    assert.deepEqual(bySecond.groups.map(({ atUs, counts }) => [atUs, counts.numbers["answered"]]), [[at(0), 4], [at(1), 4], [at(2), 4]]);
    assert.deepEqual(byCode.groups.map(({ value }) => value), ["200"]);
    assert.deepEqual(await run.book.kpi({ kind: "tenants", tenants: ["acme"] }, everything), { groups: [], truncated: false });
  }
  run.kill();
});
