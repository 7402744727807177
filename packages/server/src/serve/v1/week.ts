// Buckets of time folded into the hours of a week, as people in a zone live them; daylight saving is theirs.
import { kpisOf } from "@sipglass/analyse";
import { addCounts, emptyCounts, KPI_COUNTERS, SipglassError, type KpiCounts, type KpiGroup } from "@sipglass/model";

export interface Cell {
  weekday: number;
  hour: number;
  value: number | null;
  numerator: number;
  denominator: number;
}

export interface Week {
  of(id: string, groups: readonly KpiGroup[]): { unit: string; cells: Cell[] };
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Refuses what is no zone. */
export function weekOf(zone: string): Week {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", hour: "2-digit", hourCycle: "h23" });
  } catch {
    throw new SipglassError("bad_request", { field: "zone" }, `“${zone}” is no time zone, as in Europe/Berlin.`);
  }
  const place = (us: number): number => {
    const parts = format.formatToParts(us / 1000);
    const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
    return WEEKDAYS.indexOf(part("weekday")) * 24 + Number(part("hour"));
  };
  return {
    of(id, groups) {
      const hours = Array.from({ length: 168 }, () => emptyCounts());
      for (const { atUs, counts } of groups) addCounts(hours[place(atUs ?? 0)]!, counts);
      const unit = isCounter(id) ? "calls" : (kpisOf(emptyCounts(), new Set([id]))[0]?.unit ?? "");
      return { unit, cells: hours.map((counts, i) => ({ weekday: Math.floor(i / 24) + 1, hour: i % 24, ...valueOf(id, counts) })) };
    },
  };
}

const isCounter = (id: string): boolean => KPI_COUNTERS.some((counter) => counter.id === id);

function valueOf(id: string, counts: KpiCounts): Pick<Cell, "value" | "numerator" | "denominator"> {
  const number = counts.numbers[id] ?? 0;
  if (isCounter(id)) return { value: number, numerator: number, denominator: number };
  const { value, numerator, denominator } = kpisOf(counts, new Set([id]))[0]!;
  return { value, numerator, denominator };
}
