// What of a call can join it to others, as it crosses from the shards to the book.
import type { Call, LinkKeyKind } from "@sipglass/model";

export interface LegFacts {
  id: string;
  callId: string;
  /** Epoch µs; 0 = not yet. */
  startedAtUs: number;
  /** False for a call that capture came upon: when and where it really began is not known. */
  startSeen: boolean;
  endedAtUs: number;
  /** Where its first request came from, and every host that it visited, `ip:port`. */
  src: string;
  srcPort: number;
  hops: readonly string[];
  /** Users of From, P-Asserted-Identity, Remote-Party-ID. */
  callers: string[];
  /** Users of To and Request-URI. */
  callees: string[];
  /** Those who were called before the call was diverted. */
  diverted: string[];
  /** `kind:value`, see LINK_KEY_KINDS. */
  keys: string[];
  agents: readonly string[];
  /** Whose it is: who sees a part of a session knows it by the first leg that he sees. */
  tenants: readonly string[];
}

/** The news of a leg that is told most: nothing else about it changed. */
export type LegEnd = Pick<LegFacts, "id" | "endedAtUs">;

export function legFactsOf(call: Call): LegFacts {
  const { id, callId, startedAtUs, endedAtUs, src, srcPort, hops, linkKeys, agents, tenants } = call;
  return {
    id, callId, startedAtUs, startSeen: call.partial !== "began_before_capture", endedAtUs, src, srcPort, agents, tenants,
    // Known from responses alone, it has ends and no hops.
    hops: hops.length > 0 ? hops : [`${call.src}:${call.srcPort}`, `${call.dst}:${call.dstPort}`],
    callers: distinct([call.fromUser, call.paiUser, ...valuesOf(linkKeys, "rpid")]),
    callees: distinct([call.toUser, call.ruriUser]),
    diverted: valuesOf(linkKeys, "div"),
    keys: linkKeys.filter((key) => !key.startsWith("rpid:") && !key.startsWith("div:")),
  };
}

export function valuesOf(keys: readonly string[], kind: LinkKeyKind): string[] {
  const prefix = `${kind}:`;
  return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

/** What its names and most of its links come from is the same. */
export const isSameLeg = (a: LegFacts, b: LegFacts): boolean =>
  a.startedAtUs === b.startedAtUs && a.startSeen === b.startSeen && a.src === b.src && a.srcPort === b.srcPort && isSameList(a.keys, b.keys) && isSameList(a.hops, b.hops) &&
  isSameList(a.callers, b.callers) && isSameList(a.callees, b.callees) && isSameList(a.diverted, b.diverted) && isSameList(a.agents, b.agents) && isSameList(a.tenants, b.tenants);

const isSameList = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((item, i) => item === b[i]);

const distinct = (values: readonly string[]): string[] => [...new Set(values)].filter((value) => value !== "");
