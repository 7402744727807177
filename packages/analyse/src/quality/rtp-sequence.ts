// Sequence numbers of one stream (RFC 3550 §A.1): what is missing, what came twice or late, and how losses cluster. Losses stay open while
// reordering may still fill them; memory is bounded however long the stream.

export interface SequenceFacts {
  /** Different packets that arrived. */
  received: number;
  duplicates: number;
  outOfOrder: number;
  lost: number;
  /** Runs of losses, and the longest. */
  bursts: number;
  longestBurst: number;
}

export interface LossRun {
  /** Extended sequence numbers, both inclusive. */
  from: number;
  to: number;
  /** When the packet behind the gap came. */
  atUs: number;
}

export type Arrival = "next" | "gap" | "filled" | "duplicate" | "restart";

export interface SequenceTracker {
  arrive(sequence: number, atUs: number): Arrival;
  /** Extended number of the newest packet. */
  readonly highest: number;
  facts(): SequenceFacts;
}

/** RFC 3550 §A.1 has 3000 for MAX_DROPOUT; a minute of 20 ms packets is what an outage may last. Beyond, the sender began anew. */
const LONGEST_OUTAGE = 3000;
const LATEST = 1000;
const OPEN_RUNS = 256;

/** `onLost` hears of each run when nothing can fill it any more. */
export function createSequenceTracker(onLost: (run: LossRun) => void): SequenceTracker {
  const facts: SequenceFacts = { received: 0, duplicates: 0, outOfOrder: 0, lost: 0, bursts: 0, longestBurst: 0 };
  let highest = -1;
  let open: LossRun[] = [];
  const settle = (runs: readonly LossRun[]): void => {
    for (const run of runs) {
      const length = run.to - run.from + 1;
      facts.lost += length;
      facts.bursts += 1;
      facts.longestBurst = Math.max(facts.longestBurst, length);
      onLost(run);
    }
  };
  const settleOld = (): void => {
    const old = open.filter(({ to }, i) => to < highest - LATEST || i < open.length - OPEN_RUNS);
    if (old.length === 0) return;
    settle(old);
    open = open.slice(old.length);
  };
  const begin = (sequence: number): Arrival => {
    const first = highest < 0;
    settle(open);
    open = [];
    // Two cycles up, so that a late packet is still above zero.
    highest = first ? sequence + 0x2_0000 : Math.ceil(highest / 0x1_0000) * 0x1_0000 + sequence;
    facts.received += 1;
    return first ? "next" : "restart";
  };

  return {
    arrive(sequence, atUs) {
      if (highest < 0) return begin(sequence);
      const step = ((sequence - highest) << 16) >> 16;
      if (step > LONGEST_OUTAGE || step < -LATEST) return begin(sequence);
      if (step > 0) {
        if (step > 1) open.push({ from: highest + 1, to: highest + step - 1, atUs });
        highest += step;
        facts.received += 1;
        settleOld();
        return step === 1 ? "next" : "gap";
      }
      const filled = fill(open, highest + step);
      if (!filled) {
        facts.duplicates += 1;
        return "duplicate";
      }
      open = filled;
      facts.received += 1;
      facts.outOfOrder += 1;
      return "filled";
    },
    get highest() {
      return highest;
    },
    facts() {
      settle(open);
      open = [];
      return { ...facts };
    },
  };
}

/** The runs without this number; undefined when none misses it. */
function fill(runs: readonly LossRun[], number: number): LossRun[] | undefined {
  const at = runs.findIndex(({ from, to }) => from <= number && number <= to);
  const run = runs[at];
  if (!run) return undefined;
  const rest = [
    { ...run, to: number - 1 },
    { ...run, from: number + 1 },
  ].filter(({ from, to }) => from <= to);
  return [...runs.slice(0, at), ...rest, ...runs.slice(at + 1)];
}
