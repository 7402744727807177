// From report blocks to intervals: what was expected, lost and delayed since the report before (RFC 3550 §6.4.1, §A.3). Counts of the
// receiver win over its 8-bit fraction; a count that runs backwards begins a new stretch.
import type { RtcpBlock } from "@sipglass/decode";

export interface BlockAt {
  atUs: number;
  block: RtcpBlock;
}

export interface LossInterval<Of extends BlockAt = BlockAt> {
  /** The report at its end. */
  of: Of;
  fromUs: number;
  atUs: number;
  /** null: nothing before to subtract from, or too few packets to say. */
  expected: number | null;
  lost: number | null;
  lossPct: number | null;
  /** 8-bit fraction of the receiver, in percent. */
  reportedLossPct: number;
  jitterMs: number | null;
}

/** Fewer packets than these say nothing about quality. */
const FEWEST_PACKETS = 5;
const LONGEST_JITTER_MS = 10_000;
/** Voice in the shortest frames, twice: more is a new beginning rather than a wrap that was not counted. */
const MOST_PACKETS_A_S = 400;
/** Farther back is another stream under the same SSRC, nearer is a report that was overtaken. */
const OVERTAKEN_PACKETS = 1000;

export interface Intervals<Of extends BlockAt = BlockAt> {
  intervals: LossInterval<Of>[];
  /** Of all stretches: lost as last said (duplicates can make it negative, then 0), expected since the first report. */
  lost: number;
  expectedSinceFirst: number;
  /** Lost before the first report, and at which time that was. */
  lostAtFirst: number;
}

export function intervalsOf<Of extends BlockAt>(blocks: readonly Of[], clockRateHz: number, beganUs: number): Intervals<Of> {
  const intervals: LossInterval<Of>[] = [];
  let before: Of | undefined;
  let [expectedSinceFirst, lost, lostAtFirst] = [0, 0, 0];
  for (const now of blocks) {
    const forward = before ? sequenceStep(before, now) : null;
    if (before && forward !== null && forward < 0 && forward > -OVERTAKEN_PACKETS) continue;
    const first = before === undefined || forward === null || forward < 0;
    const step = first ? 0 : lostStep(before!.block, now.block);
    if (before === undefined) lostAtFirst = Math.max(now.block.cumulativeLost, 0);
    if (first) lost += Math.max(now.block.cumulativeLost, 0);
    else {
      lost += step;
      expectedSinceFirst += forward;
    }
    const since = before === undefined ? beganUs : before.atUs;
    intervals.push(
      intervalOf(now, since > 0 && since < now.atUs ? since : now.atUs, first ? null : forward, first ? null : step, clockRateHz),
    );
    before = now;
  }
  return { intervals, lost: Math.max(lost, 0), expectedSinceFirst, lostAtFirst };
}

function intervalOf<Of extends BlockAt>(
  of: Of,
  fromUs: number,
  expected: number | null,
  step: number | null,
  clockRateHz: number,
): LossInterval<Of> {
  const { atUs, block } = of;
  const reportedLossPct = (block.fractionLost / 256) * 100;
  const jitterMs = (block.jitterTicks / clockRateHz) * 1000;
  const lost = step === null ? null : Math.max(step, 0);
  const says = expected === null || lost === null ? reportedLossPct : (lost / expected) * 100;
  // More lost than sent is a fault of whoever counted.
  const sane = (expected === null || expected >= FEWEST_PACKETS) && says <= 100;
  return {
    of,
    fromUs,
    atUs,
    expected,
    lost,
    lossPct: sane ? says : null,
    reportedLossPct,
    jitterMs: jitterMs <= LONGEST_JITTER_MS ? jitterMs : null,
  };
}

/** Extended sequence numbers wrap at 2³²; receivers that count no cycles wrap at 2¹⁶. Negative = backwards. */
function sequenceStep(before: BlockAt, now: BlockAt): number {
  const [from, to] = [before.block.highestSequence, now.block.highestSequence];
  const step = (to - from) | 0;
  const wrapped = step + 0x1_0000;
  const noCycles = step < 0 && from < 0x1_0000 && to < 0x1_0000;
  return noCycles && wrapped <= ((now.atUs - before.atUs) / 1e6) * MOST_PACKETS_A_S ? wrapped : step;
}

/** Signed 24 bits wrap as well. */
const lostStep = (before: RtcpBlock, now: RtcpBlock): number => ((now.cumulativeLost - before.cumulativeLost) << 8) >> 8;
