// What examining a call's messages found, in the words of its row. The findings and figures themselves are made anew whenever they are looked at.
import type { Call } from "./call.ts";
import type { PacketRefs } from "./packet-ref.ts";

/** Version of the rules and formulas behind findings and quality. Rises when they say something else of the same messages; `rebuild` applies it to the past. */
export const PROJECTION_VERSION = 1;

/** `Call.projectionVersion` of calls that nobody looked at. */
export const NOT_EXAMINED = 0;
/** `Call.projectionVersion` of calls that cannot be examined: their packets are gone, or a rule failed on them. */
export const NOT_EXAMINABLE = -1;

export interface Examination extends Pick<Call, "id" | "projectionVersion" | "findings" | "mos" | "lossPct" | "jitterMs" | "rttMs"> {
  /** How many packets the call had when it was examined: with more of them it is out of date. */
  packets: number;
}

export function countPackets(refs: readonly PacketRefs[]): number {
  let count = 0;
  for (const { sequences } of refs) count += sequences.length;
  return count;
}

/** The call as it stands after it. */
export function applyExamination(call: Call, { projectionVersion, findings, mos, lossPct, jitterMs, rttMs }: Examination): void {
  Object.assign(call, { projectionVersion, findings, mos, lossPct, jitterMs, rttMs } satisfies Partial<Call>);
}
