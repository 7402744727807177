// 408 to a request other than INVITE: it always comes too late, and counts against a server that is well.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const timeoutToNonInvite: Rule = {
  id: "timeout_to_non_invite",
  title: "408 where none should be sent",
  severity: "info",
  weight: "oddity",
  looksFor: "A BYE, OPTIONS, REGISTER or other request than INVITE gets 408.",
  source: "RFC 4320 §4.2",
  nextStep: "Bring the proxy that sent it up to date: by then the sender has given up, and may put the whole server on its black list.",
  needs: [NEED.requests, NEED.responses],
  examine(examined) {
    for (const one of examined.transactions) {
      const request = one.requests[0];
      if (one.method === "INVITE" || one.final?.status !== 408 || one.children.some(({ final }) => final !== null) || request === undefined)
        continue;
      return found({
        sentence: `${examined.name(one.dst)} answered ${one.method} with 408 after ${spanText(one.final.atUs - request.atUs)}, when nobody waited any more.`,
        host: one.dst,
        evidence: [shows(request, one.method), shows(one.final, one.final.title)],
      });
    }
    return ABSENT;
  },
};
