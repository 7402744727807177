// One transmission seen by two capture agents: what their clocks make of it differs by their skew (and by the way from one to the other, which is
// short beside a skew that matters).
import { decodeHep } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Packet } from "@sipglass/model";
import type { ViewedPacket, ViewPorts } from "../view/view.ts";

export interface ClockDifference {
  /** Names of agents, in the order of the alphabet. */
  a: string;
  b: string;
  /** What b says less what a says. */
  us: number;
}

export function clockDifferences(packets: Iterable<ViewedPacket>, ports: ViewPorts): ClockDifference[] {
  /** Transmission → agent → its times, in order of arrival. */
  const seen = new Map<string, Map<string, number[]>>();
  for (const { frame } of [...packets].sort((x, y) => x.receivedUs - y.receivedUs)) {
    const decoded = decodeHep(frame, { inflate: ports.inflate });
    if (!decoded.ok || decoded.value.payloadType !== PAYLOAD_TYPE.SIP || decoded.value.timeUs === 0) continue;
    const packet = decoded.value;
    const key = transmissionOf(packet, ports);
    const byAgent = seen.get(key) ?? new Map<string, number[]>();
    seen.set(key, byAgent);
    const times = byAgent.get(packet.agentName) ?? [];
    byAgent.set(packet.agentName, times);
    times.push(packet.timeUs);
  }
  return [...seen.values()].flatMap((byAgent) => (byAgent.size < 2 ? [] : differencesOf(byAgent)));
}

/** Bytes and ends: sent again, they are the same, so that the nth sighting of one agent belongs to the nth of the other. */
const transmissionOf = ({ src, srcPort, dst, dstPort, payload }: Packet, ports: ViewPorts): string => `${src}:${srcPort}>${dst}:${dstPort}\n${ports.latin1(payload)}`;

function differencesOf(byAgent: ReadonlyMap<string, readonly number[]>): ClockDifference[] {
  const agents = [...byAgent.keys()].sort();
  return agents.flatMap((a, i) => agents.slice(i + 1).flatMap((b) => {
    const [ofA, ofB] = [byAgent.get(a)!, byAgent.get(b)!];
    // Different numbers: one of them missed a copy or saw one twice, and nobody knows which.
    return ofA.length === ofB.length ? ofA.map((us, n) => ({ a, b, us: ofB[n]! - us })) : [];
  }));
}
