// What the shards say about themselves, added up: counters, agents, how far the archive is safely on disk.
import type { Agent } from "@sipglass/model";
import type { ShardStatus } from "../pipeline/messages.ts";

export interface Totals {
  received: number;
  stored: number;
  duplicates: number;
  refused: Record<string, number>;
  liveCalls: number;
  archive: "ok" | "disk_full";
  lostPackets: number;
  storedThrough: Record<string, number>;
  storedThroughUs: number;
}

export interface StatusBoard {
  update(shard: number, status: ShardStatus): void;
  totals(): Totals;
  agents(): Agent[];
  /** Those heard of since the last call, as the store keeps them: one a name, id and host, whatever the transport. */
  takeUnsaved(): Agent[];
  /** They could not be saved after all. */
  notSaved(agents: readonly Agent[]): void;
  /** Agents of earlier runs, from the store. */
  remember(agents: readonly Agent[]): void;
}

const storeKeyOf = ({ name, id, peer }: Agent): string => `${name}\n${id}\n${peer}`;
const keyOf = (agent: Agent): string => `${agent.name}\n${agent.peer}\n${agent.transport}`;

export function createStatusBoard(shards: number): StatusBoard {
  const statuses: (ShardStatus | undefined)[] = Array.from({ length: shards });
  /** key → shard → its count of that agent; shard -1 = earlier runs. */
  const agents = new Map<string, Map<number, Agent>>();
  const unsaved = new Set<string>();
  const put = (shard: number, agent: Agent): void => {
    const parts = agents.get(keyOf(agent)) ?? new Map<number, Agent>();
    parts.set(shard, agent);
    agents.set(keyOf(agent), parts);
  };
  const summed = (): Agent[] => Array.from(agents.values(), (parts) => [...parts.values()].reduce(addAgents));
  return {
    update(shard, status) {
      statuses[shard] = status;
      for (const agent of status.agents) {
        put(shard, agent);
        unsaved.add(storeKeyOf(agent));
      }
    },
    remember(earlier) {
      for (const agent of earlier) put(-1, agent);
    },
    agents: summed,
    takeUnsaved() {
      const heardOf = summed().filter((agent) => unsaved.has(storeKeyOf(agent)));
      unsaved.clear();
      return Array.from(Map.groupBy(heardOf, storeKeyOf).values(), (same) => same.reduce(addAgents));
    },
    notSaved(some) {
      for (const agent of some) unsaved.add(storeKeyOf(agent));
    },
    totals() {
      const known = statuses.filter((status) => status !== undefined);
      const sum = (pick: (status: ShardStatus) => number): number => known.reduce((total, status) => total + pick(status), 0);
      return {
        received: sum((s) => s.received), stored: sum((s) => s.stored), duplicates: sum((s) => s.duplicates), liveCalls: sum((s) => s.liveCalls),
        lostPackets: sum((s) => s.lostPackets), refused: known.map((s) => s.refused).reduce(addCounts, {}),
        archive: known.some((s) => s.archive === "disk_full") ? "disk_full" : "ok",
        storedThrough: known.map((s) => s.storedThrough as Record<string, number>).reduce(addCounts, {}),
        // Only what every shard has is safe; a shard that has not reported yet holds the mark at 0.
        storedThroughUs: known.length < shards ? 0 : Math.min(...known.map((s) => s.storedThroughUs)),
      };
    },
  };
}

export function addCounts(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const result = { ...a };
  for (const [name, count] of Object.entries(b)) result[name] = (result[name] ?? 0) + count;
  return result;
}

function addAgents(a: Agent, b: Agent): Agent {
  const newer = a.lastSeenAtUs >= b.lastSeenAtUs ? a : b;
  return {
    ...newer, packets: a.packets + b.packets, bytes: a.bytes + b.bytes, quarantined: a.quarantined + b.quarantined,
    refused: addCounts(a.refused, b.refused), firstSeenAtUs: Math.min(a.firstSeenAtUs, b.firstSeenAtUs),
  };
}
