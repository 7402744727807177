// Event time as each source tells it. A source is what one capture agent sends on one time line: its watermark is the newest event time
// heard from it, and moves on with the wall clock while it is silent. One agent may hold several time lines (a live feed beside a replay
// of last year, several captures sent one after the other), so a jump backwards opens another one instead of expiring everything at once.
import { createDueHeap, type Due, type DueHeap } from "./due-heap.ts";

export interface Source<T extends Due> {
  watermarkUs: number;
  due: DueHeap<T>;
  /** Wall clock (of the last tick) when it was last heard. */
  heardAtUs: number;
  /** Number of the last message heard. */
  order: number;
}

export interface Sources<T extends Due> {
  hear(agent: string, eventUs: number): Source<T>;
  /** The source of a restored call: the agent's one time line, at least as far as this. */
  join(agent: string, eventUs: number): Source<T>;
  /** Moves silent sources on. 0 = no wall clock (a replay): nothing moves. */
  tick(wallUs: number): void;
  all(): Iterable<Source<T>>;
}

/** Messages of one time line come this much out of order at most: network, buffers of an agent, several senders under one agent id. */
const DISORDER_US = 20_000_000;
const MOST_LINES = 8;
const MOST_AGENTS = 10_000;

export function createSources<T extends Due>(): Sources<T> {
  const agents = new Map<string, Source<T>[]>();
  let tickUs = 0;
  let order = 0;

  const lineFor = (agent: string, eventUs: number, beginUs = eventUs): Source<T> => {
    const key = agents.size >= MOST_AGENTS && !agents.has(agent) ? "" : agent;
    const lines = agents.get(key);
    if (!lines) {
      const line = newLine(beginUs);
      agents.set(key, [line]);
      return line;
    }
    const only = lines[0]!;
    if (lines.length === 1 && eventUs >= only.watermarkUs - DISORDER_US) return only;
    return chooseLine(lines, eventUs);
  };

  const newLine = (eventUs: number): Source<T> => ({ watermarkUs: eventUs, due: createDueHeap<T>(), heardAtUs: tickUs, order });

  /**
   * The line just behind or around this time; a message older than all lines opens a new one, in place of the longest silent when there
   * are many.
   */
  const chooseLine = (lines: Source<T>[], eventUs: number): Source<T> => {
    let best: Source<T> | undefined;
    for (const line of lines) if (eventUs >= line.watermarkUs - DISORDER_US && (!best || line.watermarkUs > best.watermarkUs)) best = line;
    if (best) return best;
    if (lines.length < MOST_LINES) {
      const line = newLine(eventUs);
      lines.push(line);
      return line;
    }
    const oldest = lines.reduce((a, b) => (b.order < a.order ? b : a));
    oldest.watermarkUs = eventUs;
    return oldest;
  };

  return {
    hear(agent, eventUs) {
      order += 1;
      const source = lineFor(agent, eventUs);
      source.order = order;
      source.heardAtUs = tickUs;
      if (eventUs > source.watermarkUs) source.watermarkUs = eventUs;
      return source;
    },
    join(agent, eventUs) {
      const source = lineFor(agent, Number.POSITIVE_INFINITY, eventUs);
      if (eventUs > source.watermarkUs) source.watermarkUs = eventUs;
      return source;
    },
    tick(wallUs) {
      if (wallUs <= 0) return;
      for (const lines of agents.values())
        for (const line of lines) {
          if (line.heardAtUs > 0 && wallUs > line.heardAtUs) line.watermarkUs += wallUs - line.heardAtUs;
          line.heardAtUs = wallUs;
        }
      tickUs = wallUs;
    },
    *all() {
      for (const lines of agents.values()) yield* lines;
    },
  };
}
