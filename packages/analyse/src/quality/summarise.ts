// The figures of a call's row from its streams: the worst interval and the mean of one scale, the worst direction's loss, jitter, delay.
import type { Call, Quality, Stream } from "@sipglass/model";
import { conversationMs } from "./conversation.ts";

export interface QualitySummary {
  mos: Call["mos"];
  lossPct: number | null;
  jitterMs: number | null;
  rttMs: number | null;
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/**
 * Ratings of listening, which every call can have; conversation needs a round trip. Computed before reported, and of scales the one that
 * most streams have: they are never mixed.
 */
export function summariseQuality({ streams }: Quality): QualitySummary {
  return {
    mos: mosOf(streams),
    lossPct: worst(streams, "lossPct", 3),
    jitterMs: worst(streams, "jitterMs", 3),
    rttMs: worst(streams.map((stream) => ({ ...stream, rttMs: conversationMs(stream) })), "rttMs", 3),
  };
}

function mosOf(streams: readonly Stream[]): Call["mos"] {
  const rated = streams.filter(({ mosLq }) => mosLq !== null);
  const said = rated.length > 0 ? rated : streams.filter(({ reportedMos }) => reportedMos !== null);
  const scale = mostFrequent(said.map((stream) => stream.scale));
  const own = said.filter((stream) => stream.scale === scale);
  if (own.length === 0 || scale === undefined) return null;
  const values = own.map((stream) => stream.mosLq ?? stream.reportedMos ?? 1);
  const worstMos = Math.min(...own.map((stream) => stream.worstMos ?? stream.mosLq ?? stream.reportedMos ?? 1));
  const lowest = own.reduce((a, b) => ((b.worstMos ?? 5) < (a.worstMos ?? 5) ? b : a));
  return { worst: round(worstMos, 2), average: round(values.reduce((a, b) => a + b, 0) / values.length, 2), scale, source: lowest.source };
}

function mostFrequent<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}

function worst(streams: readonly Stream[], key: "lossPct" | "jitterMs" | "rttMs", digits: number): number | null {
  const known = streams.flatMap((stream) => stream[key] ?? []);
  return known.length > 0 ? round(Math.max(...known), digits) : null;
}
