// Which leg a stray report belongs to: the one that it names, or whose session description named the media's ends, or whose SSRCs it has. Ports
// and SSRCs are used again, so that a leg counts only while it lasts. Bounded: the oldest legs are forgotten.
import { coresOf } from "../correlate/call-id-forms.ts";
import type { LegEnd, LegFacts } from "../correlate/leg-facts.ts";
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
  /** Answers the names under which the leg can be found. */
  learn(owner: number, leg: LegFacts): string[];
  ended(end: LegEnd): void;
  /** One leg as a rule; both legs of a server that leaves the media alone. */
  match(stray: Stray): StrayLeg[];
  clear(): void;
  readonly size: number;
}

/** Clocks of agents differ; media reports come a while after the call, those that name it (a phone's PUBLISH) perhaps much later. */
const EARLY_US = 5_000_000;
const LATE_US = 30_000_000;
const NAMED_LATE_US = 3_600_000_000;
/** Two legs of one call begin close together; a port that is announced again later is another call's. */
const SAME_CALL_US = 60_000_000;
const MOST_LEGS_A_NAME = 8;

interface KnownLeg extends StrayLeg {
  names: string[];
}

export function createStrayIndex(mostLegs = 20_000): StrayIndex {
  const legs = new Map<string, KnownLeg>();
  const names = createNames();
  const bySsrc = createSsrcMemory();
  const forget = (leg: KnownLeg): void => {
    legs.delete(leg.id);
    for (const name of leg.names) names.remove(name, leg);
  };
  /** The oldest is looked at with each that comes: what is long over goes, what lasts goes to the end of the row. */
  const tidy = (nowUs: number): void => {
    const [oldest] = legs.values();
    if (!oldest || (legs.size <= mostLegs && oldest.startedAtUs > nowUs - NAMED_LATE_US)) return;
    if (legs.size > mostLegs || (oldest.endedAtUs > 0 && oldest.endedAtUs < nowUs - NAMED_LATE_US)) return forget(oldest);
    legs.delete(oldest.id);
    legs.set(oldest.id, oldest);
  };
  const lastingAt = (wanted: readonly string[], atUs: number): KnownLeg[] => {
    const found = wanted.flatMap((name) =>
      names.get(name).filter((leg) => lasts(leg, atUs, name.startsWith("call:") ? NAMED_LATE_US : LATE_US)),
    );
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
      for (const name of leg.names) names.add(name, leg);
      tidy(startedAtUs);
      return leg.names;
    },
    ended({ id, endedAtUs }) {
      const leg = legs.get(id);
      if (leg) leg.endedAtUs = endedAtUs;
    },
    match(stray) {
      for (const wanted of strayNames(stray)) {
        const found = lastingAt(wanted, stray.eventUs);
        if (found.length === 0) continue;
        for (const ssrc of stray.ssrcs) bySsrc.note(ssrc, found);
        return found;
      }
      return bySsrc.find(stray.ssrcs).filter((leg) => legs.has(leg.id) && lasts(legs.get(leg.id)!, stray.eventUs, LATE_US));
    },
    clear() {
      legs.clear();
      names.clear();
    },
    get size() {
      return legs.size;
    },
  };
}

/** Most names have one leg: a list is made for the others alone. */
function createNames() {
  const byName = new Map<string, KnownLeg | KnownLeg[]>();
  const get = (name: string): KnownLeg[] => {
    const known = byName.get(name);
    return known === undefined ? [] : Array.isArray(known) ? known : [known];
  };
  const set = (name: string, all: KnownLeg[]): void => {
    const [first, second] = all;
    if (first === undefined) byName.delete(name);
    else byName.set(name, second === undefined ? first : all.slice(-MOST_LEGS_A_NAME));
  };
  return {
    get,
    add: (name: string, leg: KnownLeg): void => set(name, [...get(name), leg]),
    remove: (name: string, leg: KnownLeg): void =>
      set(
        name,
        get(name).filter((each) => each !== leg),
      ),
    clear: (): void => byName.clear(),
  };
}

const lasts = ({ startedAtUs, endedAtUs }: StrayLeg, atUs: number, lateUs: number): boolean =>
  startedAtUs - EARLY_US <= atUs && (endedAtUs === 0 || atUs <= endedAtUs + lateUs);

const namesOfLeg = ({ callId, keys }: LegFacts): string[] => [
  `call:${callId}`,
  ...keys.filter((key) => key.startsWith("media:") || key.startsWith("hep:")),
];

/** Best first. RTCP goes one port above its media (RFC 3550 §11), or to the same (RFC 5761). */
export function strayNames({ callIds, correlationId, ends }: Pick<Stray, "callIds" | "correlationId" | "ends">): string[][] {
  const named = callIds.map((callId) => `call:${callId}`);
  // Made of the leg's Call-ID by a server on the way.
  const derived = callIds.flatMap((callId) => coresOf(callId).map((core) => `call:${core}`));
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
