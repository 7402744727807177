// Time stamps of pcapng: 64-bit counts of a unit that each interface chooses (if_tsresol), from an offset (if_tsoffset), to epoch µs.

export interface TimeUnit {
  /** if_tsresol: power of ten, or of two when the top bit is set. */
  resolution: number;
  /** if_tsoffset, whole seconds. */
  offsetS: number;
}

export const MICROSECONDS: TimeUnit = { resolution: 6, offsetS: 0 };

const TWO_32 = 0x1_0000_0000;

/**
 * `high` and `low` are the two words of the stamp. Exact for µs and ns without big integers, because a live capture takes this way for
 * every frame.
 */
export function stampToUs(high: number, low: number, unit: TimeUnit): number {
  return unit.offsetS * 1e6 + ticksToUs(high, low, unit.resolution);
}

function ticksToUs(high: number, low: number, resolution: number): number {
  if (resolution === 6) return high * TWO_32 + low;
  if (resolution === 9) return Math.floor(high / 1000) * TWO_32 + Math.floor(((high % 1000) * TWO_32 + low) / 1000);
  const exponent = BigInt(resolution & 0x7f);
  const perSecond = resolution & 0x80 ? 2n ** exponent : 10n ** exponent;
  return Number((((BigInt(high) << 32n) | BigInt(low)) * 1_000_000n) / perSecond);
}
