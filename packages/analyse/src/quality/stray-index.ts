// Which leg a stray report belongs to: the one that it names, or whose session description named the media's ends, or whose SSRCs it has. Ports
// and SSRCs are used again, so that a leg counts only while it lasts. Bounded: the oldest legs are forgotten.
import { coresOf } from "../correlate/call-id-forms.ts";
import type { LegFacts } from "../correlate/leg-facts.ts";
import type { Stray } from "./stray.ts";

export interface StrayLeg {
  /** Which shard has told of it. */
  owner: number;
  id: string;
  callId: string;
  startedAtUs: number;
  /** 0 = not yet. */
  endedAtUs: number;
}

export interface StrayIndex {
  learn(owner: number, leg: LegFacts): void;
  /** One leg as a rule; both legs of a server that leaves the media alone. */
  match(stray: Stray): StrayLeg[];
  clear(): void;
  readonly size: number;
}

/** Clocks of agents differ; reports come a while after the call (a phone's PUBLISH, an agent's last one). */
const EARLY_US = 5_000_000;
const LATE_US = 30_000_000;
/** Two legs of one call begin close together; a port that is announced again later is another call's. */
const SAME_CALL_US = 60_000_000;
const MOST_LEGS_A_NAME = 8;

interface KnownLeg extends StrayLeg {
  names: string[];
}

export function createStrayIndex(mostLegs = 100_000): StrayIndex {
  const legs = new Map<string, KnownLeg>();
  const byName = new Map<string, KnownLeg[]>();
  const bySsrc = createSsrcMemory();
  const forget = (leg: KnownLeg): void => {
    legs.delete(leg.id);
    for (const name of leg.names) {
      const rest = byName.get(name)?.filter((each) => each !== leg) ?? [];
      if (rest.length > 0) byName.set(name, rest);
      else byName.delete(name);
    }
  };
  const lastingAt = (names: readonly string[], atUs: number): KnownLeg[] => {
    const found = names.flatMap((name) => byName.get(name) ?? []).filter((leg) => lasts(leg, atUs));
    const newestUs = Math.max(...found.map(({ startedAtUs }) => startedAtUs));
    return [...new Set(found)].filter(({ startedAtUs }) => startedAtUs >= newestUs - SAME_CALL_US);
  };
  return {
    learn(owner, facts) {
      const known = legs.get(facts.id);
      if (known) forget(known);
      const { id, callId, startedAtUs, endedAtUs } = facts;
      const leg: KnownLeg = { owner, id, callId, startedAtUs, endedAtUs, names: namesOfLeg(facts) };
      legs.set(id, leg);
      for (const name of leg.names) byName.set(name, [...(byName.get(name) ?? []), leg].slice(-MOST_LEGS_A_NAME));
      if (legs.size > mostLegs) for (const oldest of legs.values()) return forget(oldest);
    },
    match(stray) {
      for (const names of namesOf(stray)) {
        const found = lastingAt(names, stray.eventUs);
        if (found.length === 0) continue;
        for (const ssrc of stray.ssrcs) bySsrc.note(ssrc, found);
        return found;
      }
      return bySsrc.find(stray.ssrcs).filter((leg) => legs.has(leg.id) && lasts(legs.get(leg.id)!, stray.eventUs));
    },
    clear() {
      legs.clear();
      byName.clear();
    },
    get size() {
      return legs.size;
    },
  };
}

const lasts = ({ startedAtUs, endedAtUs }: StrayLeg, atUs: number): boolean => startedAtUs - EARLY_US <= atUs && (endedAtUs === 0 || atUs <= endedAtUs + LATE_US);

function namesOfLeg({ callId, keys }: LegFacts): string[] {
  return [`call:${callId}`, ...coresOf(callId).map((core) => `core:${core}`), ...keys.filter((key) => key.startsWith("media:") || key.startsWith("hep:"))];
}

/** Best first. RTCP goes one port above its media (RFC 3550 §11), or to the same (RFC 5761). */
export function namesOf({ callIds, correlationId, ends }: Pick<Stray, "callIds" | "correlationId" | "ends">): string[][] {
  const named = callIds.map((callId) => `call:${callId}`);
  // Made of the leg's Call-ID by a server on the way, or the leg's of it.
  const derived = callIds.flatMap((callId) => [...coresOf(callId).map((core) => `call:${core}`), `core:${callId}`]);
  const correlated = correlationId === "" ? [] : [[`hep:${correlationId}`]];
  return [named, ...correlated, ...ends.map(mediaNames), derived].filter((names) => names.length > 0);
}

function mediaNames(address: string): string[] {
  const colon = address.lastIndexOf(":");
  // The keys of legs have addresses as SDP writes them, without brackets.
  const host = address.slice(0, colon).replace(/^\[|\]$/g, "");
  const port = Number(address.slice(colon + 1));
  return [`media:${host}:${port}`, `media:${host}:${port - 1}`];
}

const MOST_SSRCS = 50_000;

/** SSRCs of reports that found their leg by other means. Some senders use the same one always: that tells nothing. */
function createSsrcMemory() {
  const known = new Map<number, readonly StrayLeg[]>();
  return {
    note(ssrc: number, legs: readonly StrayLeg[]): void {
      known.delete(ssrc);
      known.set(ssrc, legs);
      if (known.size > MOST_SSRCS) for (const oldest of known.keys()) return void known.delete(oldest);
    },
    /** Both sides' SSRCs must say the same when both are known. */
    find(ssrcs: readonly number[]): readonly StrayLeg[] {
      const found = ssrcs.flatMap((ssrc) => (known.has(ssrc) ? [known.get(ssrc)!] : []));
      const ids = new Set(found.map((legs) => legs.map(({ id }) => id).join(" ")));
      return ids.size === 1 ? found[0]! : [];
    },
  };
}
