// Correlation ids: X-CID and configured headers, and the correlation chunk of HEP (0x0011). Their value is the other leg's Call-ID, or one
// that both carry; either leg may be the one that names the other.
import { brief, shared, valuesIn, type Leg, type Reason } from "../leg.ts";
import { isPlausible, type PairView } from "../pair-view.ts";
import { follows, UNIQUE_LENGTH, type StatedRule } from "./rule.ts";

export const correlationHeader: StatedRule = (pair) => {
  const named = namedIn(pair, "hdr");
  if (named) return reasonOf(named.id, `is the Call-ID of the other leg (${brief(named.value)})`, 0.99);
  const value = sharedId(pair, "hdr");
  return value === undefined ? undefined : reasonOf(value, `is ${brief(valueOf(value))} in both legs`, 0.97);
};

export const hepCorrelation: StatedRule = (pair) => {
  const named = namedIn(pair, "hep");
  if (named) {
    return { rule: "hep_correlation", confidence: 0.98, evidence: `The HEP correlation id of one leg is the Call-ID of the other (${brief(named.value)})` };
  }
  const value = sharedId(pair, "hep");
  return value === undefined ? undefined : { rule: "hep_correlation", confidence: 0.95, evidence: `Both legs have the HEP correlation id ${brief(value)}` };
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

function sharedId(pair: PairView, kind: "hdr" | "hep"): string | undefined {
  const id = shared(valuesIn(pair.first, kind), valuesIn(pair.second, kind));
  if (id === undefined || !follows(pair)) return undefined;
  const length = kind === "hdr" ? valueOf(id).length : id.length;
  return length >= UNIQUE_LENGTH || (length > 2 && isPlausible(pair)) ? id : undefined;
}

function reasonOf(id: string, what: string, confidence: number): Reason {
  const name = id.slice(0, id.indexOf("="));
  const isXcid = name === "x-cid";
  return { rule: isXcid ? "x_cid" : "configured_header", confidence, evidence: `The header ${isXcid ? "X-CID" : name} ${what}` };
}
