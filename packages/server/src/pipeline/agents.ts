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
  const agents = new Map<string, Agent>();
  const changed = new Set<Agent>();

  const agentOf = (name: string, id: number, peer: string, receivedUs: number): Agent => {
    const slash = peer.lastIndexOf("/");
    const host = peer.slice(0, peer.lastIndexOf(":", slash));
    const transport = peer.slice(slash + 1);
    const key = `${name}\n${host}\n${transport}`;
    let agent = agents.get(key);
    if (!agent) {
      const known = agents.size < MAX_AGENTS;
      agent = { name, id, peer: host, transport, packets: 0, bytes: 0, firstSeenAtUs: receivedUs, lastSeenAtUs: receivedUs, refused: {}, clockSkewUs: 0, quarantined: 0 };
      if (known) agents.set(key, agent);
    }
    changed.add(agent);
    return agent;
  };

  // One agent sends long runs of packets: remembering the last one spares building its key.
  let lastName = "";
  let lastPeer = "";
  let last: Agent | undefined;

  return {
    seen(packet, peer, bytes, receivedUs, quarantined) {
      if (!last || packet.agentName !== lastName || peer !== lastPeer) {
        lastName = packet.agentName;
        lastPeer = peer;
        last = agentOf(packet.agentName, packet.agentId, peer, receivedUs);
      }
      changed.add(last);
      last.packets += 1;
      last.bytes += bytes;
      last.lastSeenAtUs = receivedUs;
      if (packet.timeUs > 0) last.clockSkewUs = packet.timeUs - receivedUs;
      if (quarantined) last.quarantined += 1;
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
