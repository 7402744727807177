// Forwarded again and again: Diversion or History-Info grows, or names one number twice.
import { addressUser } from "../addresses.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const MANY = 6;

export const forwardingLoop: Rule = {
  id: "forwarding_loop",
  title: "Forwarded in a circle",
  severity: "warning",
  weight: "mechanism",
  looksFor: "Diversion of an INVITE names one number twice, or Diversion or History-Info have six entries or more.",
  source: "RFC 5806 §3.1; RFC 7044 §5",
  nextStep: "Look at the forwarding of the numbers named: two of them point to each other. Set a limit to the number of forwardings.",
  needs: [NEED.setup],
  explains: ["too_many_hops", "callee_busy", "redirect_not_followed", "redirect_loop"],
  examine(examined) {
    for (const { requests } of examined.invites) {
      const request = requests[0];
      if (request === undefined) continue;
      const diverted = request.headers("diversion").map(addressUser);
      const history = request.headers("history-info").length;
      const twice = diverted.find((user, i) => user !== "" && diverted.indexOf(user) !== i);
      if (twice === undefined && diverted.length < MANY && history < MANY) continue;
      return found({
        sentence:
          twice === undefined
            ? `The call was forwarded ${Math.max(diverted.length, history)} times before it came to ${examined.name(request.to)}.`
            : `The call is forwarded in a circle: ${twice} forwarded it twice.`,
        host: request.from,
        evidence: [
          shows(
            request,
            `${diverted.length} Diversion, ${history} History-Info${twice === undefined ? "" : `; ${twice} stands there twice`}`,
          ),
        ],
      });
    }
    return ABSENT;
  },
};
