// Packets a second of each agent, from counters that are looked at again and again.

interface Sample {
  atMs: number;
  packets: number;
}

/** Long enough to be calm, short enough to show what happens now. */
const WINDOW_MS = 30_000;

export interface Rates {
  note(counters: readonly { key: string; packets: number }[], atMs: number): void;
  /** null until it was seen twice. */
  perSecond(key: string): number | null;
}

export function createRates(): Rates {
  const byKey = new Map<string, Sample[]>();
  return {
    note(counters, atMs) {
      for (const { key, packets } of counters) {
        const samples = byKey.get(key) ?? [];
        // A counter that went back began anew with the server.
        const known = (samples.at(-1)?.packets ?? 0) > packets ? [] : samples;
        const young = known.filter((sample) => atMs - sample.atMs <= WINDOW_MS);
        byKey.set(key, [...young, { atMs, packets }]);
      }
    },
    perSecond(key) {
      const samples = byKey.get(key) ?? [];
      const [first, last] = [samples[0], samples.at(-1)];
      if (!first || !last || last.atMs === first.atMs) return null;
      return ((last.packets - first.packets) * 1000) / (last.atMs - first.atMs);
    },
  };
}
