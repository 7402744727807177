// A packet that found its call late: its reference joins those of the call in order, once.
import { NOT_EXAMINED, type Call, type PacketRefs } from "@sipglass/model";
import type { Stray } from "../quality/stray.ts";
import { withItem } from "./keep.ts";

export type StrayRef = Pick<Stray, "writer" | "sequence" | "eventUs" | "agent">;

/** False when the call has it, or as many as it may have. */
export function addStrayRef(call: Call, { writer, sequence }: Pick<StrayRef, "writer" | "sequence">, maxRefs: number): boolean {
  const total = call.refs.reduce((sum, { sequences }) => sum + sequences.length, 0);
  const entry = call.refs.find((each) => each.writer === writer);
  if (total >= maxRefs || entry?.sequences.includes(sequence)) return false;
  const sequences = withItem(entry?.sequences ?? [], sequence).sort((a, b) => a - b);
  const refs: PacketRefs = { writer, sequences };
  call.refs = entry ? call.refs.map((each) => (each === entry ? refs : each)) : withItem(call.refs, refs);
  return true;
}

const MOST_AGENTS = 16;

/** Of a call that has left its tracker: also who captured it, and that nobody has looked at it since. */
export function addStray(call: Call, stray: StrayRef, maxRefs: number): boolean {
  if (!addStrayRef(call, stray, maxRefs)) return false;
  if (!call.agents.includes(stray.agent) && call.agents.length < MOST_AGENTS) call.agents = withItem(call.agents, stray.agent);
  call.revision += 1;
  call.projectionVersion = NOT_EXAMINED;
  return true;
}
