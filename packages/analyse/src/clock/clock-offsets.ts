// A running estimate of how far each agent's clock is from the others': medians of the last differences of each pair, put together over pairs that
// have an agent in common, and told against the middle one of those that can be compared.
import type { ClockDifference } from "./sightings.ts";

export interface ClockOffset {
  agent: string;
  /** What its clock says less what the middle one says. */
  us: number;
  /** Messages behind it. */
  samples: number;
}

export interface ClockOffsets {
  add(differences: readonly ClockDifference[]): void;
  /** Agents that saw messages which others saw too. */
  offsets(): ClockOffset[];
}

/** Of each pair; older ones go, so that a clock that was set right is right soon. */
const LAST = 101;
/** Fewer may all be one call's. */
const ENOUGH = 5;
const MAX_PAIRS = 10_000;

interface Edge {
  to: string;
  us: number;
  samples: number;
}

export function createClockOffsets(): ClockOffsets {
  const pairs = new Map<string, { a: string; b: string; last: number[]; next: number }>();
  return {
    add(differences) {
      for (const { a, b, us } of differences) {
        const key = `${a}\n${b}`;
        const pair = pairs.get(key) ?? { a, b, last: [], next: 0 };
        if (pair.last.length === 0 && pairs.size >= MAX_PAIRS) continue;
        pairs.set(key, pair);
        pair.last[pair.next] = us;
        pair.next = (pair.next + 1) % LAST;
      }
    },
    offsets() {
      const edges = new Map<string, Edge[]>();
      for (const { a, b, last } of pairs.values()) {
        if (last.length < ENOUGH) continue;
        const us = medianOf(last);
        edges.set(a, [...(edges.get(a) ?? []), { to: b, us, samples: last.length }]);
        edges.set(b, [...(edges.get(b) ?? []), { to: a, us: -us, samples: last.length }]);
      }
      return connected(edges).flatMap(againstMiddle);
    },
  };
}

/** Groups of agents that can be compared, each with offsets from the first of them. */
function connected(edges: ReadonlyMap<string, readonly Edge[]>): ClockOffset[][] {
  const known = new Set<string>();
  const groups: ClockOffset[][] = [];
  for (const start of edges.keys()) {
    if (known.has(start)) continue;
    known.add(start);
    const group: ClockOffset[] = [{ agent: start, us: 0, samples: 0 }];
    for (const from of group) {
      const near = edges.get(from.agent) ?? [];
      from.samples = near.reduce((sum, { samples }) => sum + samples, 0);
      // The pair with most messages first: its median is the best one known.
      for (const { to, us } of [...near].sort((x, y) => y.samples - x.samples)) {
        if (known.has(to)) continue;
        known.add(to);
        group.push({ agent: to, us: from.us + us, samples: 0 });
      }
    }
    groups.push(group);
  }
  return groups;
}

/** Of two, the one with the smaller value stands for right: nobody can tell. */
function againstMiddle(group: readonly ClockOffset[]): ClockOffset[] {
  const sorted = group.map(({ us }) => us).sort((a, b) => a - b);
  const middle = sorted[(sorted.length - 1) >> 1] ?? 0;
  return group.map((offset) => ({ ...offset, us: offset.us - middle }));
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2);
}
