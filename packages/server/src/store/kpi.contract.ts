// KPIs of every store: equal to what the model counts of the same calls, hot and sealed, whole and split, for everybody who may look.
import assert from "node:assert/strict";
import fc from "fast-check";
import { ALL, KPI_DIMENSIONS, MATCH_ALL, tallyCalls, type Call, type KpiAnswer, type KpiQuestion, type Scope } from "@sipglass/model";
import { arbitraryCall, arbitraryQuery } from "@sipglass/model/testing";
import type { Store } from "./store.ts";
import { ALWAYS, DAY_US, HOUR_US, NOON_US, add, everything, makeCall, query, tenants } from "./store.fixture.ts";

type Check = (title: string, work: (store: Store) => Promise<void>) => void;

const MIDNIGHT_US = NOON_US - 12 * HOUR_US;
const SCOPES: readonly Scope[] = [ALL, tenants("acme"), tenants("globex", "Acme"), tenants()];
/** Ends in the middle of hours and days, and buckets that do and do not meet the hours. */
const RANGES: readonly Pick<KpiQuestion, "fromUs" | "toUs" | "bucketUs">[] = [
  ALWAYS, { fromUs: MIDNIGHT_US - DAY_US, toUs: MIDNIGHT_US + 5 * DAY_US, bucketUs: HOUR_US }, { fromUs: MIDNIGHT_US + 17 * 60_000_000, toUs: MIDNIGHT_US + 2 * DAY_US + 7, bucketUs: 7 * HOUR_US + 1 },
  { fromUs: MIDNIGHT_US + HOUR_US, toUs: MIDNIGHT_US + DAY_US + 90 * 60_000_000 }, { fromUs: MIDNIGHT_US, toUs: MIDNIGHT_US + 3 * DAY_US, bucketUs: DAY_US },
];

/** Groups in an order of their own: those of one size may come either way. */
const inOrder = ({ groups, truncated }: KpiAnswer): unknown =>
  ({ truncated, groups: groups.map((group) => [JSON.stringify([group.atUs, group.value]), group.counts] as const).sort(([a], [b]) => (a < b ? -1 : 1)) });

async function holdsEqual(store: Store, calls: readonly Call[], scope: Scope, question: KpiQuestion): Promise<void> {
  assert.deepEqual(inOrder(await store.kpi(scope, question)), inOrder(tallyCalls(calls, scope, question)), JSON.stringify({ scope, question }));
}

const manyCalls = (most: number): fc.Arbitrary<Call[]> =>
  fc.integer({ min: 1, max: most }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => arbitraryCall(`c${i}`))));

export function kpis(check: Check): void {
  check("KPIs of nothing are no groups", async (store) => {
    assert.deepEqual(await store.kpi(ALL, { ...everything }), { groups: [], truncated: false });
    assert.deepEqual(await store.kpi(ALL, { ...everything, groupBy: "code" }), { groups: [], truncated: false });
  });

  check("KPIs are those that the model counts: hot, sealed, sealed again after late revisions, for every scope, dimension and range", async (store) => {
    await fc.assert(fc.asyncProperty(manyCalls(60), manyCalls(8), fc.integer({ min: 1, max: 6 }), async (calls, late, digits) => {
      await store.clear();
      await add(store, calls);
      const all = new Map(calls.map((call) => [call.id, call]));
      let asked = digits;
      /** Every dimension is asked for in the course of the phases, each phase asks every range. */
      const askAll = async (): Promise<void> => {
        for (const range of RANGES) {
          const some = [KPI_DIMENSIONS[asked++ % KPI_DIMENSIONS.length]!, undefined];
          for (const dimension of some) {
            const question = { ...range, query: MATCH_ALL, digits, ...(dimension ? { groupBy: dimension.name } : {}), ...(asked % 3 === 0 ? {} : { histograms: asked % 3 === 2 ? false : ["pdd", "mos_nb", "talk"] }) };
            await holdsEqual(store, [...all.values()], SCOPES[(asked + digits) % SCOPES.length]!, question);
          }
        }
        for (const scope of SCOPES) await holdsEqual(store, [...all.values()], scope, { ...RANGES[asked % RANGES.length]!, query: query("leg:first"), groupBy: "trunk" });
        await holdsEqual(store, [...all.values()], ALL, { ...RANGES[asked % RANGES.length]!, query: MATCH_ALL });
      };
      await askAll();
      await store.seal(MIDNIGHT_US + 2 * DAY_US);
      await askAll();
      // Revisions of the first calls: the start of a call moves by less than an hour (the contract of `append`).
      const revised = late.map((call) => ({ ...call, startedAtUs: all.get(call.id)?.startedAtUs ?? call.startedAtUs }));
      await add(store, revised);
      for (const call of revised) all.set(call.id, call);
      await askAll();
      await store.seal(MIDNIGHT_US + 3 * DAY_US);
      await askAll();
    }), { numRuns: 1, endOnFailure: true });
  });

  check("KPIs of any query are those of the calls that it finds", async (store) => {
    await fc.assert(fc.asyncProperty(manyCalls(30), arbitraryQuery(), fc.constantFrom(...KPI_DIMENSIONS), async (calls, asked, { name }) => {
      await store.clear();
      await add(store, calls);
      await store.seal(MIDNIGHT_US + 2 * DAY_US);
      await holdsEqual(store, calls, ALL, { ...ALWAYS, query: asked, groupBy: name, histograms: false });
      await holdsEqual(store, calls, ALL, { ...RANGES[2]!, query: asked });
    }), { numRuns: 4, endOnFailure: true });
  });

  check("KPIs are not split by other people's tenants, nor by what is no dimension, nor into too many buckets", async (store) => {
    await add(store, [makeCall(1, { tenants: ["acme", "globex"] }), makeCall(2, { tenants: ["globex"] })]);
    const { groups } = await store.kpi(tenants("acme"), { ...everything, groupBy: "tenant" });
    assert.deepEqual(groups.map(({ value, counts }) => [value, counts.numbers["calls"]]), [["acme", 1]]);
    await assert.rejects(store.kpi(ALL, { ...everything, groupBy: "nonsense" }), { code: "bad_request" });
    await assert.rejects(store.kpi(ALL, { ...everything, bucketUs: 1 }), { code: "bad_request" });
    await assert.rejects(store.kpi(ALL, { ...everything, groupBy: "prefix", digits: 99 }), { code: "bad_request" });
  });
}
