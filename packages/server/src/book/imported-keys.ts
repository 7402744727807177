// Which packets that were imported under a name are safe in the archive: how a migration that was cut off knows what it need not bring again.
import { SipglassError, type Scope } from "@sipglass/model";
import { importPeer, packetKey, type PacketKey } from "../imported.ts";
import type { LogReader } from "../store/log/log.ts";
import type { ImportedPackets } from "./questions.ts";
import type { ShardLink } from "./shard-link.ts";

/** Clocks are set back now and then: what was received a little before is looked at too. */
const CLOCK_SLACK_US = 600_000_000;

interface Places {
  reader: Pick<LogReader, "scan">;
  shards: readonly Pick<ShardLink, "ask">[];
}

/** One key a packet, equal ones as often as they are there. `disk_full` while the archive cannot tell. */
export async function importedKeys({ reader, shards }: Places, scope: Scope, { file, fromUs, toUs, receivedFromUs }: ImportedPackets): Promise<PacketKey[]> {
  // What belongs to no call belongs to no tenant.
  if (scope.kind !== "all") return [];
  const states = await Promise.all(shards.map((shard) => shard.ask("settle", { all: false })));
  if (states.includes("disk_full")) throw new SipglassError("disk_full");
  const peer = importPeer(file);
  const keys: PacketKey[] = [];
  for await (const packet of reader.scan({ fromUs, toUs, receivedFromUs: Math.max(0, receivedFromUs - CLOCK_SLACK_US) })) {
    if (packet.peer === peer) keys.push(packetKey(packet.frame));
  }
  return keys;
}
