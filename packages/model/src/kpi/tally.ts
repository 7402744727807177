// KPIs of calls at hand: the plain meaning of the question that stores answer in their own way and shards answer of live calls.
import type { Call } from "../call.ts";
import { SipglassError } from "../errors.ts";
import type { TimeRange } from "../page.ts";
import { toPredicate } from "../query/predicate.ts";
import type { Query } from "../query/query.ts";
import { asSeen } from "../as-seen.ts";
import { scopeAllows, type Scope } from "../scope.ts";
import { addCounts, countCall, emptyCounts, type HistogramChoice, type KpiCounts } from "./counts.ts";
import { DEFAULT_PREFIX_DIGITS, kpiDimension, MOST_PREFIX_DIGITS, type Dimension } from "./dimensions.ts";

/** Calls that began in the range; every KPI of a call belongs to the moment of its first request. */
export interface KpiQuestion extends TimeRange {
  query: Query;
  /** Width of the buckets of time; without it there is one, the range. */
  bucketUs?: number;
  /** Name of a dimension. */
  groupBy?: string;
  /** Of the dimension `prefix`. */
  digits?: number;
  /** All by default. */
  histograms?: HistogramChoice;
}

export interface KpiGroup {
  /** Value of the dimension, "" = has none; null when nothing was asked to be split by. */
  value: string | null;
  /** Start of the bucket; null without buckets. */
  atUs: number | null;
  counts: KpiCounts;
}

export interface KpiAnswer {
  groups: KpiGroup[];
  /** There are more groups than are counted; the largest are here. */
  truncated: boolean;
}

export const MOST_BUCKETS = 10_000;
/** Groups of one answer, buckets of time included. */
export const MOST_GROUPS = 20_000;

/** The dimension asked for; a question that cannot be answered is refused. */
export function checkKpiQuestion({ fromUs, toUs, bucketUs, groupBy, digits }: KpiQuestion): Dimension | undefined {
  if (bucketUs !== undefined && (!Number.isInteger(bucketUs) || bucketUs < 1 || !(toUs > fromUs) || (toUs - fromUs) / bucketUs > MOST_BUCKETS)) {
    throw new SipglassError("bad_request", { field: "bucket" }, `There may be ${MOST_BUCKETS} buckets of time at most.`);
  }
  if (digits !== undefined && (!Number.isInteger(digits) || digits < 1 || digits > MOST_PREFIX_DIGITS)) throw new SipglassError("bad_request", { field: "digits" });
  if (groupBy === undefined) return undefined;
  const dimension = kpiDimension(groupBy);
  if (!dimension) throw new SipglassError("bad_request", { field: "group_by" }, `KPIs cannot be split by “${groupBy}”.`);
  return dimension;
}

/** Names of other tenants are no business of the reader. */
export const showsValue = (scope: Scope, dimension: Dimension | undefined, value: string | null): boolean =>
  scope.kind === "all" || dimension?.name !== "tenant" || scope.tenants.includes(value ?? "");

/** Groups by value and bucket, gathered from wherever they were counted. */
export class KpiGroups {
  readonly #groups = new Map<string, KpiGroup>();
  readonly #histograms: HistogramChoice;

  constructor(histograms: HistogramChoice = true) {
    this.#histograms = histograms;
  }

  at(value: string | null, atUs: number | null): KpiCounts {
    const key = `${atUs}\n${value === null ? "" : `=${value}`}`;
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = { value, atUs, counts: emptyCounts(this.#histograms) }));
    return group.counts;
  }

  add(answer: KpiAnswer): void {
    for (const { value, atUs, counts } of answer.groups) addCounts(this.at(value, atUs), counts);
  }

  /** In order of time, then the largest first. */
  answer(truncated = false): KpiAnswer {
    const size = ({ counts }: KpiGroup): number => counts.numbers["calls"] ?? 0;
    const all = [...this.#groups.values()];
    const kept = all.length > MOST_GROUPS ? all.sort((a, b) => size(b) - size(a)).slice(0, MOST_GROUPS) : all;
    kept.sort((a, b) => (a.atUs ?? 0) - (b.atUs ?? 0) || size(b) - size(a) || ((a.value ?? "") < (b.value ?? "") ? -1 : 1));
    return { groups: kept, truncated: truncated || kept.length < all.length };
  }
}

export function mergeKpiAnswers(answers: readonly KpiAnswer[], { histograms = true }: KpiQuestion): KpiAnswer {
  const groups = new KpiGroups(histograms);
  for (const answer of answers) groups.add(answer);
  return groups.answer(answers.some(({ truncated }) => truncated));
}

export function tallyCalls(calls: Iterable<Call>, scope: Scope, question: KpiQuestion): KpiAnswer {
  const dimension = checkKpiQuestion(question);
  const { fromUs, toUs, bucketUs, digits = DEFAULT_PREFIX_DIGITS, histograms = true } = question;
  const matches = toPredicate(question.query);
  const groups = new KpiGroups(histograms);
  for (const call of calls) {
    const { startedAtUs } = call;
    if (startedAtUs < fromUs || startedAtUs >= toUs || !scopeAllows(scope, call.tenants) || !matches(asSeen(call, scope))) continue;
    const atUs = bucketUs === undefined ? null : fromUs + Math.floor((startedAtUs - fromUs) / bucketUs) * bucketUs;
    for (const value of dimension ? dimension.values(call, digits) : [null]) {
      if (showsValue(scope, dimension, value)) countCall(groups.at(value, atUs), call);
    }
  }
  return groups.answer();
}
