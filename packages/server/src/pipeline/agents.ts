// Capture agents as one shard sees them: counts, clock skew, what was refused. The book adds the shards together.
import type { Agent, Packet } from "@sipglass/model";

const MAX_AGENTS = 10_000;

export interface AgentBook {
  seen(packet: Packet, peer: string, bytes: number, receivedUs: number, quarantined: boolean): void;
  refused(peer: string, reason: string, receivedUs: number): void;
  /** Those that changed since the last call. */
  takeChanged(): Agent[];
}

export function createAgentBook(): AgentBook {
  /** sender (`ip:port/transport`) → agent name → agent. Several senders of one host share an agent, found by its full key. */
  const bySender = new Map<string, Map<string, Agent>>();
  const byKey = new Map<string, Agent>();
  const changed = new Set<Agent>();

  const begin = (name: string, id: number, peer: string, receivedUs: number): Agent => {
    const slash = peer.lastIndexOf("/");
    const host = peer.slice(0, peer.lastIndexOf(":", slash));
    const transport = peer.slice(slash + 1);
    const key = `${name}\n${host}\n${transport}`;
    const known = byKey.get(key);
    if (known) return known;
    const agent = { name, id, peer: host, transport, packets: 0, bytes: 0, firstSeenAtUs: receivedUs, lastSeenAtUs: receivedUs, refused: {}, clockSkewUs: 0, quarantined: 0 };
    if (byKey.size < MAX_AGENTS) byKey.set(key, agent);
    return agent;
  };
  const agentOf = (name: string, id: number, peer: string, receivedUs: number): Agent => {
    let ofSender = bySender.get(peer);
    if (!ofSender) {
      // Senders with ever new ports (or forged addresses) must not fill the memory: start over, the agents themselves stay.
      if (bySender.size >= MAX_AGENTS) bySender.clear();
      bySender.set(peer, (ofSender = new Map()));
    }
    let agent = ofSender.get(name);
    if (!agent) {
      agent = begin(name, id, peer, receivedUs);
      if (ofSender.size < MAX_AGENTS) ofSender.set(name, agent);
    }
    changed.add(agent);
    return agent;
  };

  return {
    seen(packet, peer, bytes, receivedUs, quarantined) {
      const agent = agentOf(packet.agentName, packet.agentId, peer, receivedUs);
      agent.packets += 1;
      agent.bytes += bytes;
      agent.lastSeenAtUs = receivedUs;
      if (packet.timeUs > 0) agent.clockSkewUs = packet.timeUs - receivedUs;
      if (quarantined) agent.quarantined += 1;
    },
    refused(peer, reason, receivedUs) {
      const agent = agentOf("", 0, peer, receivedUs);
      agent.refused[reason] = (agent.refused[reason] ?? 0) + 1;
      agent.lastSeenAtUs = receivedUs;
    },
    takeChanged() {
      const result = [...changed];
      changed.clear();
      return result;
    },
  };
}
