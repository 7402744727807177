// A verifier on the way marked the caller's number as not valid and let the call go on.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const verificationFailed: Rule = {
  id: "verification_failed",
  title: "Caller's number failed verification",
  severity: "warning",
  weight: "harm",
  looksFor: "verstat=TN-Validation-Failed (with or without a suffix) in From or P-Asserted-Identity.",
  source: "3GPP TS 24.229 §7.2A.20; RFC 8224 §6.2",
  nextStep: "Compare the Identity header before this host with the numbers of the call; a forged number is what this mark is for.",
  needs: [NEED.requests],
  explains: ["call_unwanted", "blocked_by_analytics", "call_declined"],
  examine(examined) {
    const marked = examined.messages.find((message) => message.isRequest && message.method === "INVITE" && message.sip.text.includes("verstat=") && FAILED.test([message.sip.from, ...message.headers("p-asserted-identity")].join(" ")));
    if (marked === undefined) return ABSENT;
    return found({
      sentence: `A check before ${examined.name(marked.to)} found that the caller's number is not what it claims to be, and let the call pass.`, host: marked.from,
      evidence: [shows(marked, FAILED.exec([marked.sip.from, ...marked.headers("p-asserted-identity")].join(" "))?.[0] ?? "verstat")],
    });
  },
};

const FAILED = /verstat=TN-Validation-Failed[\w-]*/i;
