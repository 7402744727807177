// Captured media to the calls that announced its ends. Ports are used again: of the calls that named an end, those that lasted while the
// media flowed. Two legs through a server that leaves the media alone both have it.
import type { Call } from "@sipglass/model";
import type { CapturedStream } from "../quality/rtp-book.ts";
import type { MediaEnds } from "./media-ends.ts";

export interface AssignedStreams {
  /** By `Call.id`. */
  byCall: Map<string, CapturedStream[]>;
  strays: CapturedStream[];
}

/** Media goes on a little while the BYE is on its way. */
const AFTER_END_US = 5_000_000;

export function assignStreams(
  streams: readonly CapturedStream[],
  calls: readonly Call[],
  ends: Pick<MediaEnds, "callsAt">,
): AssignedStreams {
  const byCallId = Map.groupBy(calls, ({ callId }) => callId);
  const byCall = new Map<string, CapturedStream[]>();
  const strays: CapturedStream[] = [];
  for (const stream of streams) {
    const ids = new Set([...ends.callsAt(stream.dst), ...ends.callsAt(stream.src)]);
    const owners = [...ids].flatMap((callId) => byCallId.get(callId) ?? []).filter((call) => lastedDuring(call, stream));
    if (owners.length === 0) strays.push(stream);
    for (const { id } of owners) byCall.set(id, [...(byCall.get(id) ?? []), stream]);
  }
  return { byCall, strays };
}

function lastedDuring({ startedAtUs, endedAtUs }: Call, { facts }: CapturedStream): boolean {
  return startedAtUs <= facts.toUs && (endedAtUs === 0 || facts.fromUs <= endedAtUs + AFTER_END_US);
}
