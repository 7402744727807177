// Has this transmission been seen before? Mirrors duplicate, networks retransmit, and several agents see the same packet:
// three different answers. A proxy's mirror copy comes within a millisecond; a retransmission after T1 = 500 ms (RFC 3261 §17.1.1.1).
import { grown } from "./keep.ts";
import type { Verdict } from "./tracker.ts";

/** Flat, three numbers a sighting: fingerprint, agent (index), event time. */
export type Sightings = readonly number[];

/** Who remembers them: a call's facts. */
export interface Witness {
  seen: Sightings;
}

export const MIRROR_WINDOW_US = 50_000;
/** Retransmissions end after 64·T1 = 32 s; twice that leaves room for clocks. */
const MEMORY_US = 64_000_000;
const MOST = 96 * 3;

/** Judges one sighting and remembers it, unless it is a duplicate. */
export function sight(witness: Witness, fingerprint: number, agent: number, eventUs: number, most = MOST): Verdict {
  const verdict = judge(witness.seen, fingerprint, agent, eventUs);
  if (verdict === "duplicate") return verdict;
  if (witness.seen.length >= most) witness.seen = remembered(witness.seen, eventUs);
  witness.seen = grown(witness.seen, [fingerprint, agent, eventUs]);
  return verdict;
}

/**
 * The n-th sighting by one agent is the n-th transmission. If another agent has counted as many, it is the same one seen again, however
 * far the two clocks are apart; else it is a retransmission.
 */
function judge(seen: Sightings, fingerprint: number, agent: number, eventUs: number): Verdict {
  let own = 0;
  let others = 0;
  for (let i = 0; i < seen.length; i += 3) {
    if (seen[i] !== fingerprint) continue;
    if (seen[i + 1] === agent) {
      if (Math.abs(eventUs - seen[i + 2]!) < MIRROR_WINDOW_US) return "duplicate";
      own += 1;
    } else others = Math.max(others, countOf(seen, fingerprint, seen[i + 1]!));
  }
  if (others > own) return "also_seen";
  return own > 0 ? "retransmission" : "new";
}

function countOf(seen: Sightings, fingerprint: number, agent: number): number {
  let count = 0;
  for (let i = 0; i < seen.length; i += 3) if (seen[i] === fingerprint && seen[i + 1] === agent) count += 1;
  return count;
}

/** Without what is too old to come again; if nothing is, without the older half. */
function remembered(seen: Sightings, eventUs: number): Sightings {
  const kept: number[] = [];
  for (let i = 0; i < seen.length; i += 3) if (seen[i + 2]! >= eventUs - MEMORY_US) kept.push(seen[i]!, seen[i + 1]!, seen[i + 2]!);
  return kept.length < MOST ? kept : kept.slice((MOST / 6) * 3);
}
