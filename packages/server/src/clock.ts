// The clock of the process in epoch µs. Monotonic between readings of the wall clock, so that order within a burst is kept.

const originUs = performance.timeOrigin * 1000;

/** Wall clock, epoch µs, with sub-millisecond steps; follows the system clock by re-reading it when they drift apart by 50 ms. */
export function createClock(): () => number {
  let driftUs = 0;
  return () => {
    const steadyUs = Math.round(originUs + performance.now() * 1000 + driftUs);
    const wallUs = Date.now() * 1000;
    if (Math.abs(wallUs - steadyUs) > 50_000) {
      driftUs += wallUs - steadyUs;
      return wallUs;
    }
    return steadyUs;
  };
}
