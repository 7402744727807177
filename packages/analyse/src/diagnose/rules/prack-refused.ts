// The PRACK arrives and is refused: its RAck does not fit, or it reached another host.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const prackRefused: Rule = {
  id: "prack_refused",
  title: "PRACK refused",
  severity: "error",
  weight: "mechanism",
  looksFor: "A PRACK gets a final response of 400 or more (a challenge aside).",
  source: "RFC 3262 §3",
  nextStep: "Compare RAck with RSeq and CSeq of the 18x it confirms; then whether the PRACK reached the host that sent it.",
  needs: [NEED.bothWays],
  explains: ["server_error", "no_answer", "downstream_timeout", "response_retransmissions", "dialog_unknown"],
  examine(examined) {
    for (const leg of examined.legs)
      for (const prack of leg.of("PRACK")) {
        const { final, requests } = prack;
        const request = requests[0];
        if (
          final === null ||
          final.status < 400 ||
          final.status === 401 ||
          final.status === 407 ||
          prack.children.length > 0 ||
          request === undefined
        )
          continue;
        const reliable = leg.messages.findLast((message) => message.header("rseq") !== undefined && message.atUs <= request.atUs);
        return found({
          sentence: `${examined.name(prack.dst)} refused the PRACK of ${examined.name(prack.src)}: ${final.title}${reliable === undefined ? "" : ` (it says RAck ${request.header("rack") ?? "nothing"}, the response had RSeq ${reliable.header("rseq") ?? ""})`}.`,
          host: prack.dst,
          evidence: [
            ...(reliable === undefined ? [] : [shows(reliable, `${reliable.title} with RSeq ${reliable.header("rseq") ?? ""}`)]),
            shows(request, `PRACK with RAck ${request.header("rack") ?? "missing"}`),
            shows(final, final.title),
          ],
        });
      }
    return ABSENT;
  },
};
