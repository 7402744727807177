// A Via branch without the magic cookie: software of RFC 2543, or a scanner.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const oldBranch: Rule = {
  id: "old_branch",
  title: "Branch without magic cookie",
  severity: "info",
  weight: "oddity",
  looksFor: "The top Via of a request has no branch, or one that does not begin with z9hG4bK.",
  source: "RFC 3261 §8.1.1.7, §17.2.3",
  nextStep: "Bring the sender up to date: such requests can be confused with each other.",
  needs: [NEED.requests],
  examine(examined) {
    const old = examined.messages.find(({ isRequest, sip }) => isRequest && sip.viaCount > 0 && !sip.branch.startsWith("z9hG4bK"));
    if (old === undefined) return ABSENT;
    return found({
      sentence: `${examined.name(old.from)} marks its requests in the way of 1999 (branch ${old.sip.branch === "" ? "missing" : `"${old.sip.branch}"`}).`,
      host: old.from,
      evidence: [shows(old, `Via branch: ${old.sip.branch || "missing"}`)],
    });
  },
};
