// Why two legs are one session, in words.
import type { LinkRule } from "@sipglass/model";
import type { LinkJson } from "../api/shapes.ts";
import { counted } from "./count.ts";

const RULES: Record<LinkRule, string> = {
  user: "somebody's decision",
  configured_header: "a configured header",
  hep_correlation: "the capture agent's correlation id",
  x_cid: "X-CID",
  session_id: "Session-ID",
  charging_vector: "P-Charging-Vector",
  replaces: "Replaces",
  refer: "REFER",
  join: "Join",
  target_dialog: "Target-Dialog",
  call_id_derived: "related Call-IDs",
  sdp_origin: "the same SDP origin",
  media_address: "the same media address",
  numbers: "the same numbers at the same time",
};

export const ruleWord = (rule: LinkRule): string => RULES[rule];
export const confidenceText = (confidence: number): string => confidence.toFixed(2);
/** "" when all are listed. */
export const morePossibleText = (more: number): string => (more > 0 ? `And ${more} more that fit no better.` : "");
export const isJoined = ({ verdict }: Pick<LinkJson, "verdict">): boolean => verdict === "joined" || verdict === "confirmed";

/** "2 legs joined by X-CID, 0.99"; with several links the weakest confidence, since the session is no surer than that. */
export function legsText(legs: number, links: readonly LinkJson[]): string {
  const joined = links.filter(isJoined);
  const possible = links.filter(({ verdict }) => verdict === "possible").length;
  const more = possible > 0 ? `${legs > 1 ? ", " : ""}${possible} possible` : "";
  if (legs < 2) return more || "1 leg";
  const rules = [...new Set(joined.map(({ rule }) => ruleWord(rule)))];
  const how =
    rules.length === 0
      ? ""
      : ` joined by ${rules.join(" and ")}, ${confidenceText(Math.min(...joined.map(({ confidence }) => confidence)))}`;
  return `${counted(legs, "leg")}${how}${more}`;
}

export const LEGS_WORDS = {
  thisCall: "this call",
  leg: "leg",
  legsInTheLadder: "Legs in the ladder",
  whyTheseAreOne: "Why these are one call (l)",
  links: "links",
  aCall: "a call",
  confidence: "Confidence",
  confidence0To1: "Confidence, 0 to 1",
  split: "Split",
  notRelated: "Not related",
  join: "Join",
  confirm: "Confirm",
  closeL: "Close (l)",
  closeTheLinks: "Close the links",
  legsAndLinks: "Legs and links",
  splitByHand: "Split by hand",
  possibleLegsNotJoined: "Possible legs: not joined, because too little speaks for it",
  oneSession: "One session",
} as const;
