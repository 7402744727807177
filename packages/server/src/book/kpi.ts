// KPIs over live and stored calls: both count, the counts add up.
import { mergeKpiAnswers, type KpiAnswer, type KpiQuestion, type Scope } from "@sipglass/model";
import type { Places } from "./search.ts";

/** Must run between commits, as count, so that no call is both live and stored. */
export async function kpi({ store, shards }: Places, scope: Scope, question: KpiQuestion): Promise<KpiAnswer> {
  const live = await Promise.all(shards.map((shard) => shard.ask("kpi", { scope, question })));
  return mergeKpiAnswers([...live, await store.kpi(scope, question)], question);
}
