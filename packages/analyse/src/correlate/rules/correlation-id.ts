// Correlation ids: X-CID and configured headers, and the correlation chunk of HEP (0x0011). Their value is the other leg's Call-ID, or one
// that both carry; either leg may be the one that names the other.
import { brief, shared, valuesIn, type Leg, type Reason } from "../leg.ts";
import { isPlausible, type PairView } from "../pair-view.ts";
import { follows, UNIQUE_LENGTH, type StatedRule, type Surroundings } from "./rule.ts";

export const correlationHeader: StatedRule = (pair, surroundings) => {
  const named = namedIn(pair, "hdr");
  if (named) return reasonOf(named.id, `is the Call-ID of the other leg (${brief(named.value)})`, 0.99);
  const value = sharedId(pair, "hdr", surroundings);
  return value === undefined ? undefined : reasonOf(value, `is ${brief(valueOf(value))} in both legs`, confidenceOf(pair, 0.97));
};

export const hepCorrelation: StatedRule = (pair, surroundings) => {
  const named = namedIn(pair, "hep");
  if (named) {
    return { rule: "hep_correlation", confidence: 0.98, evidence: `The HEP correlation id of one leg is the Call-ID of the other (${brief(named.value)})` };
  }
  const value = sharedId(pair, "hep", surroundings);
  return value === undefined ? undefined : { rule: "hep_correlation", confidence: confidenceOf(pair, 0.95), evidence: `Both legs have the HEP correlation id ${brief(value)}` };
};

/** `name=value`; the chunk has no name. */
const valueOf = (id: string): string => id.slice(id.indexOf("=") + 1);

function namedIn({ first, second }: PairView, kind: "hdr" | "hep"): { id: string; value: string } | undefined {
  return findNamed(second, first, kind) ?? findNamed(first, second, kind);
}

function findNamed(by: Leg, leg: Leg, kind: "hdr" | "hep"): { id: string; value: string } | undefined {
  if (leg.facts.callId === "") return undefined;
  const id = valuesIn(by, kind).find((each) => (kind === "hdr" ? valueOf(each) : each) === leg.facts.callId);
  return id === undefined ? undefined : { id, value: leg.facts.callId };
}

function sharedId(pair: PairView, kind: "hdr" | "hep", { isCommon }: Surroundings): string | undefined {
  const id = shared(valuesIn(pair.first, kind), valuesIn(pair.second, kind));
  if (id === undefined || !follows(pair)) return undefined;
  const value = kind === "hdr" ? valueOf(id) : id;
  if (isCommon(value)) return undefined;
  const { length } = value;
  return length >= UNIQUE_LENGTH || (length > 2 && isPlausible(pair)) ? id : undefined;
}

/** Where all else speaks against it, an id in common may be a constant of two customers. */
const confidenceOf = ({ caller, callee, hosts }: PairView, usual: number): number => (caller === "differ" && callee === "differ" && hosts !== "chain" ? 0.6 : usual);

/** Ids of a leg that others may carry as well. */
export const sharedIdsOf = (leg: Leg): string[] => [...valuesIn(leg, "hdr").map(valueOf), ...valuesIn(leg, "hep")];

function reasonOf(id: string, what: string, confidence: number): Reason {
  const name = id.slice(0, id.indexOf("="));
  const isXcid = name === "x-cid";
  return { rule: isXcid ? "x_cid" : "configured_header", confidence, evidence: `The header ${isXcid ? "X-CID" : name} ${what}` };
}
