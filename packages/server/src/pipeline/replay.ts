// Recovery in one shard: open calls come back, packets of earlier boots are tracked again where nothing holds them yet.
import type { CallTracker, RegistrationTracker } from "@sipglass/analyse";
import type { ArchivedPacket } from "../store/log/log.ts";
import type { Restored } from "./messages.ts";
import type { Held, PacketPath } from "./packet-path.ts";

/** Live shards look at the clock so often (every beat); replay does the same by the times of receipt, so that silence means what it meant then. */
const TICK_US = 100_000;

export interface Replay {
  packets(packets: readonly ArchivedPacket[]): void;
}

export function createReplay(restored: Restored, { tracker, registrations, path }: { tracker: CallTracker; registrations: RegistrationTracker; path: PacketPath }): Replay {
  const held = heldBy(restored);
  let tickedUs = 0;
  tracker.restore(restored.openCalls);
  return {
    packets(packets) {
      for (const packet of packets) {
        if (packet.receivedUs >= tickedUs + TICK_US) {
          tickedUs = packet.receivedUs;
          tracker.advance(tickedUs);
          registrations.advance(tickedUs);
        }
        path.again(packet, held);
      }
    },
  };
}

function heldBy(restored: Restored): Held {
  const applied = new Map(restored.applied);
  const held = new Map(restored.held.map(([writer, sequences]) => [writer, new Set(sequences)]));
  return {
    byCall: (callId, writer, sequence) => sequence <= (applied.get(callId)?.[writer] ?? -1),
    byAny: (writer, sequence) => held.get(writer)?.has(sequence) === true,
  };
}
