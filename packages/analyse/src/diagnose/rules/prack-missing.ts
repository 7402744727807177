// A provisional response that wants to be confirmed never is: it repeats, and the call is refused after half a minute.
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { times } from "../words.ts";

export const prackMissing: Rule = {
  id: "prack_missing",
  title: "PRACK missing",
  severity: "error",
  weight: "mechanism",
  looksFor: "An 18x with Require: 100rel and RSeq is sent three times or more, and no PRACK comes on that hop.",
  source: "RFC 3262 §3, §4",
  nextStep:
    "Does the caller know 100rel? It must not say Supported: 100rel if not. If it does, follow its PRACK: Contact and Record-Route of the 18x decide where it goes.",
  needs: [NEED.setup, NEED.bothWays],
  explains: [
    "server_error",
    "downstream_timeout",
    "response_retransmissions",
    "retransmission_storm",
    "no_answer",
    "caller_gave_up",
    "service_unavailable",
    "call_never_completed",
  ],
  examine(examined) {
    for (const invite of examined.invites) {
      const reliable = invite.responses.filter(
        (message) => message.status > 100 && message.status < 200 && message.header("rseq") !== undefined,
      );
      const [first, last] = [reliable[0], reliable.at(-1)];
      if (first === undefined || last === undefined || invite.requests.length === 0) continue;
      const copies = reliable.filter((message) => message.header("rseq") === first.header("rseq") && message.sip.toTag === first.sip.toTag);
      const prack = examined
        .legOf(invite.callId)
        ?.of("PRACK")
        .some(({ dstIp, srcIp }) => dstIp === invite.dstIp || srcIp === invite.srcIp);
      if (copies.length < 3 || prack === true) continue;
      return found({
        sentence: `${examined.name(invite.dst)} sent its ${first.title} ${times(copies.length)}, because ${examined.name(invite.src)} never confirmed it with PRACK.`,
        host: invite.src,
        evidence: [
          shows(first, `${first.title} with RSeq ${first.header("rseq") ?? ""}`),
          shows(last, "the same once more"),
          missing(invite.callId, first.atUs, "no PRACK"),
          ...(invite.final === null ? [] : [shows(invite.final, `in the end: ${invite.final.title}`)]),
        ],
      });
    }
    return ABSENT;
  },
};
