// Headers that name a dialog of another leg: Replaces (RFC 3891), Join (RFC 3911), Target-Dialog (RFC 4538), and a Replaces within Refer-To.
import type { LinkKeyKind, LinkRule } from "@sipglass/model";
import { brief, valuesIn, type Leg } from "../leg.ts";
import { follows, type StatedRule } from "./rule.ts";

const NAMING: readonly [kind: LinkKeyKind, rule: LinkRule, text: string][] = [
  ["replaces", "replaces", "Replaces"],
  ["join", "join", "Join"],
  ["target", "target_dialog", "Target-Dialog"],
  ["referred", "refer", "Refer-To (Replaces)"],
];
/** Call-IDs may be used again; not by what refers to a dialog that stands. */
const WITHIN_US = 600_000_000;

export const namedDialog: StatedRule = (pair) => {
  if (!follows(pair, WITHIN_US)) return undefined;
  for (const [kind, rule, text] of NAMING) {
    if (!names(pair.first, pair.second, kind) && !names(pair.second, pair.first, kind)) continue;
    const { callId } = names(pair.first, pair.second, kind) ? pair.second.facts : pair.first.facts;
    return { rule, confidence: 0.98, evidence: `${text} in one leg names the dialog ${brief(callId)} of the other` };
  }
  return undefined;
};

const names = (by: Leg, leg: Leg, kind: LinkKeyKind): boolean => leg.facts.callId !== "" && valuesIn(by, kind).includes(leg.facts.callId);
