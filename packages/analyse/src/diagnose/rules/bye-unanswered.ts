// The call is ended and the other side never confirms: it is gone, or BYE does not reach it. Its end of the call may live on.
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { lastSeenUs } from "../case-transactions.ts";
import { nth, times } from "../words.ts";

export const byeUnanswered: Rule = {
  id: "bye_unanswered",
  title: "BYE not confirmed",
  severity: "warning",
  weight: "outcome",
  looksFor: "A BYE is sent twice or more on a hop that shows messages of both directions, and no final response to it comes.",
  source: "RFC 3261 §15.1.1, §17.1.2.2 (timer F)",
  nextStep:
    "Where does the BYE go? Compare with Contact and Record-Route of the other side; a phone behind NAT may have lost its binding. Its call record may run on.",
  needs: [NEED.requests, NEED.bothWays],
  explains: ["requests_retransmitted", "call_lost"],
  examine(examined) {
    const silent = examined.transactions
      .filter(({ method, requests, final }) => method === "BYE" && requests.length > 1 && final === null)
      .filter(({ srcIp, dstIp }) => examined.sees(dstIp, srcIp));
    const bye = silent.find(({ children }) => children.length === 0) ?? silent[0];
    const first = bye?.requests[0];
    const last = bye?.requests.at(-1);
    if (bye === undefined || first === undefined || last === undefined) return ABSENT;
    return found({
      sentence: `${examined.name(bye.dst)} never confirmed the end of the call: ${examined.name(bye.src)} sent BYE ${times(bye.requests.length)}.`,
      host: bye.dst,
      evidence: [
        shows(first, `BYE to ${bye.dst}`),
        shows(last, `the same for the ${nth(bye.requests.length)} time`),
        missing(bye.callId, lastSeenUs(bye), "no response to the BYE"),
      ],
    });
  },
};
