// The last messages on show: bounded, newest last, held back while the reader has paused.
export interface Tail<T> {
  shown: readonly T[];
  /** Came while it was paused. */
  waiting: readonly T[];
  skipped: number;
}

export const MOST_LINES = 400;

export const emptyTail = <T>(): Tail<T> => ({ shown: [], waiting: [], skipped: 0 });

export function added<T>({ shown, waiting, skipped }: Tail<T>, items: readonly T[], paused: boolean, missed = 0): Tail<T> {
  const lost = skipped + missed;
  if (!paused) return { shown: [...shown, ...waiting, ...items].slice(-MOST_LINES), waiting: [], skipped: lost };
  const held = [...waiting, ...items];
  return { shown, waiting: held.slice(-MOST_LINES), skipped: lost };
}

/** Events a second, of the times of the last of them (ms). */
export const perSecond = (times: readonly number[], nowMs: number, overMs = 10_000): number =>
  times.filter((at) => at > nowMs - overMs).length / (overMs / 1000);
