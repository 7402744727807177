// Round trips from RTCP: A − LSR − DLSR (RFC 3550 §6.4.1), A being when the report came back to the sender of the sender report. A capture
// agent elsewhere on the path measures from where it stands: the trip from there to the receiver and back. That of the other direction is
// the other half, and only both together are what people wait for.
import type { RtcpPacket } from "./rtcp-packets.ts";

export interface RoundTrips {
  /** Of a block seen at these times by these agents; null = cannot be told. Never guessed. */
  ms(block: TimedBlock, seen: readonly Sighting[]): number | null;
  /** The same as each agent has it. */
  ways(block: TimedBlock, seen: readonly Sighting[]): Way[];
}

interface TimedBlock {
  sourceSsrc: number;
  lsr: number;
  dlsr: number;
}

/** From an agent to the receiver and back. One that sees several places of the path has several such ways. */
export interface Way {
  agent: string;
  longestMs: number;
  shortestMs: number;
}

export interface Sighting {
  agent: string;
  atUs: number;
}

/** Unit of LSR and DLSR: 1/65536 s. */
const TICKS_A_S = 65_536;
const NTP_UNIX_OFFSET_S = 2_208_988_800;
/** Longer is no round trip but two clocks that disagree. */
const LONGEST_MS = 10_000;
const LONGEST_BY_WALL_CLOCKS_MS = 3000;

export function roundTripsOf(packets: readonly RtcpPacket[]): RoundTrips {
  const sent = new Map<string, Sighting[]>();
  /** By SSRC and agent: least difference between when its reports were captured and when they say they were sent. */
  const offsetsUs = new Map<string, number>();
  for (const { atUs, agent, reports } of packets) {
    for (const { ssrc, sender } of reports) {
      if (!sender || sender.ntpMiddle === 0) continue;
      const key = `${ssrc} ${sender.ntpMiddle}`;
      sent.set(key, [...(sent.get(key) ?? []), { agent, atUs }]);
      const clock = `${ssrc} ${agent}`;
      if (sender.ntpUs !== null) offsetsUs.set(clock, Math.min(offsetsUs.get(clock) ?? Infinity, atUs - sender.ntpUs));
    }
  }
  // Agents that print NTP as µs lose the last bits: the neighbour is the same report.
  const sentAs = ({ sourceSsrc, lsr }: TimedBlock): Sighting[] | undefined =>
    [lsr, lsr + 1, lsr - 1].map((middle) => sent.get(`${sourceSsrc} ${middle}`)).find((found) => found !== undefined);
  return {
    ways(block, seen) {
      const measured = block.lsr === 0 ? undefined : sentAs(block);
      return measured === undefined ? [] : waysOf(measured, seen, (block.dlsr / TICKS_A_S) * 1000);
    },
    ms(block, seen) {
      const { sourceSsrc, lsr, dlsr } = block;
      if (lsr === 0) return null;
      const holdMs = (dlsr / TICKS_A_S) * 1000;
      const measured = sentAs(block);
      if (measured) return plausible(longestPair(measured, seen) - holdMs, LONGEST_MS);
      // The sender report itself was missed; others of that sender tell how its clock stands to that of the agent.
      for (const { agent, atUs } of seen) {
        const offsetUs = offsetsUs.get(`${sourceSsrc} ${agent}`);
        const trip = wallClockMs(atUs - (offsetUs ?? 0), lsr) - holdMs;
        const known = plausible(trip, offsetUs === undefined ? LONGEST_BY_WALL_CLOCKS_MS : LONGEST_MS);
        if (known !== null) return known;
      }
      return null;
    },
  };
}

/** Seen at several places by one agent, the outermost pair is the longest way; clocks of different agents are never mixed. */
function longestPair(sent: readonly Sighting[], seen: readonly Sighting[]): number {
  let longest = -Infinity;
  for (const a of sent) for (const b of seen) if (a.agent === b.agent) longest = Math.max(longest, (b.atUs - a.atUs) / 1000);
  return longest;
}

function waysOf(sent: readonly Sighting[], seen: readonly Sighting[], holdMs: number): Way[] {
  const agents = [...new Set(sent.map(({ agent }) => agent))];
  return agents.flatMap((agent) => {
    const trips = sent
      .filter((one) => one.agent === agent)
      .flatMap((a) => seen.filter((one) => one.agent === agent).flatMap((b) => plausible((b.atUs - a.atUs) / 1000 - holdMs, LONGEST_MS) ?? []));
    return trips.length === 0 ? [] : [{ agent, longestMs: Math.max(...trips), shortestMs: Math.min(...trips) }];
  });
}

/** From LSR to `atUs`, both as middle 32 bits of NTP, which wrap every 18 hours. */
function wallClockMs(atUs: number, lsr: number): number {
  const ticks = Math.round((atUs / 1e6 + NTP_UNIX_OFFSET_S) * TICKS_A_S) % 2 ** 32;
  return (((ticks - lsr) >> 0) / TICKS_A_S) * 1000;
}

/** A trip of less than nothing by a rounding of DLSR (15 µs) is one of nothing. */
function plausible(ms: number, longestMs: number): number | null {
  if (!(ms > -1 && ms <= longestMs)) return null;
  return Math.max(ms, 0);
}
