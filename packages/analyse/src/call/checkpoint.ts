// Checkpoints of open calls, so that recovery reads the archive from a few seconds back, however long calls last.
import { NOT_EXAMINED, emptyCall, type Call, type SegmentClass } from "@sipglass/model";
import type { LiveCall } from "./live-call.ts";
import { settle, shelve, type Shelf } from "./shelf.ts";
import type { TrackerCheckpoint } from "./tracker.ts";
import type { CallFacts } from "./open-call.ts";

/** Younger calls are cheaper to replay than to write down. */
const YOUNG_US = 15_000_000;

type Positions = Partial<Record<SegmentClass, number>>;

/** A call that did not change is not written again, and `through` stays what it was: there is no packet of the call between then and now. */
export function takeCheckpoint(shelf: Shelf, positions: Positions, whole: boolean): TrackerCheckpoint {
  const replayFrom: Positions = { ...positions };
  const openCalls: TrackerCheckpoint["openCalls"] = shelf.closedSaved.map((id) => ({ id, json: null }));
  shelf.closedSaved = [];
  for (const live of shelf.byKey.values()) {
    if (whole || live.savedRevision > 0 || live.source.watermarkUs - live.call.startedAtUs >= YOUNG_US) {
      if (!whole && live.savedRevision === live.call.revision) continue;
      live.savedRevision = live.call.revision;
      openCalls.push({ id: live.call.id, json: JSON.stringify({ call: live.call, facts: live.facts, through: positions }) });
    } else holdBack(replayFrom, live);
  }
  return { replayFrom, openCalls };
}

/** A call that is not written down must be replayed from its first packet. */
function holdBack(replayFrom: Positions, { call }: LiveCall): void {
  for (const { writer, sequences } of call.refs) {
    const name = writer.slice(writer.lastIndexOf(".") + 1) as SegmentClass;
    const first = sequences[0];
    if (first !== undefined) replayFrom[name] = Math.min(replayFrom[name] ?? first, first);
  }
}

export function restoreCalls(shelf: Shelf, openCallsJson: readonly string[]): void {
  for (const json of openCallsJson) {
    const { call: written, facts } = JSON.parse(json) as { call: Call; facts: CallFacts };
    // An older sipglass may have written it, with fewer fields.
    const call = { ...emptyCall(written.id, written.callId), ...written };
    // Not all of the way: younger calls, which are replayed from their beginning, must not be overdue when they begin.
    const source = shelf.sources.join(call.agents[0] ?? "", call.lastSeenAtUs - YOUNG_US);
    const live = shelve(shelf, { call, facts }, source);
    const { revision, projectionVersion } = call;
    settle(shelf, live);
    call.revision = live.savedRevision = revision;
    call.projectionVersion = projectionVersion;
    if (projectionVersion !== NOT_EXAMINED) shelf.unexamined.remove(live);
  }
}
