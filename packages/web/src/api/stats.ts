// What the page asks of numbers over calls: KPIs, their course, the largest, distributions, the week. Each counts sessions, as the list does.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { RangeText } from "../url/time-range.ts";
import { countParam } from "./questions.ts";
import type { Grouping } from "./questions.ts";
import { request } from "./request.ts";
import type { Params } from "./request.ts";
import type { DistributionJson, KpisJson, TimeSeriesJson, TopJson, WeekJson } from "./shapes.ts";

export interface StatsQuestion {
  q: string;
  range: RangeText;
  count: Grouping;
  /** Asked again after so long, while the range moves with the clock. */
  everyMs: number | false;
  /** Not asked yet: something else comes first. */
  wait?: boolean;
}

function useStats<T>(name: string, { q, range, count, everyMs, wait = false }: StatsQuestion, params: Params) {
  const asked = { q, from: range.from, to: range.to, count: countParam(count), ...params };
  return useQuery({
    queryKey: ["stats", name, asked],
    queryFn: ({ signal }) => request<T>(`stats/${name}`, { params: asked, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
    enabled: !wait,
    staleTime: 5000,
  });
}

export const useKpis = (question: StatsQuestion, kpis: readonly string[]) => useStats<KpisJson>("kpis", question, { kpis: kpis.join() });
export const useTimeSeries = (question: StatsQuestion, kpis: readonly string[]) =>
  useStats<TimeSeriesJson>("timeseries", question, { kpis: kpis.join() });
export const useTop = (question: StatsQuestion, by: string, order: string, limit = 8) =>
  useStats<TopJson>("top", question, { by, order, limit });
export const useDistribution = (question: StatsQuestion, of: string) => useStats<DistributionJson>("histogram", question, { of });
export const useWeek = (question: StatsQuestion, of: string, zone: string) => useStats<WeekJson>("week", question, { of, zone });
