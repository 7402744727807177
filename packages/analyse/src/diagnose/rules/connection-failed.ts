// A host says that it could not send to the next one: refused, reset, unreachable, or its name unknown.
import { NEED } from "../needs.ts";
import { ABSENT, found, type Rule } from "../rule.ts";
import { spokenIn } from "../spoken.ts";

const SAYS_SO = /connection (?:refused|reset|timed out|failed)|no route to host|(?:network|host|destination) (?:is )?(?:unreachable|unresolvable)|unresolv\w+ destination|error (?:on|while) sending|send(?:ing)? (?:error|failed)|transport (?:error|failure)|dns (?:error|failure|lookup failed)|ECONN(?:REFUSED|RESET)|EHOSTUNREACH|ETIMEDOUT/i;
/** Of Kamailio and OpenSIPS: sending failed, destination not resolvable. */
const OWN_CODES = /^(?:477|478) /;

export const connectionFailed: Rule = {
  id: "connection_failed",
  title: "Next host not reachable",
  severity: "error",
  weight: "mechanism",
  looksFor: "A refusal (477, 478, or by its phrase, Reason or Warning), or a log line of the call, that tells of a refused, reset or impossible connection.",
  source: "RFC 3261 §18.4, §8.1.3.1; RFC 3263 §4.3",
  nextStep: "Try from that host: does the name resolve, does the port answer, does a firewall reset it? Look for a second target that should have been tried.",
  needs: [NEED.responses],
  explains: ["service_unavailable", "server_error", "downstream_timeout", "bad_request", "request_refused", "registration_refused", "callee_unavailable", "keepalive_failed"],
  examine(examined) {
    const said = spokenIn(examined).find(({ text, evidence }) => SAYS_SO.test(text) || OWN_CODES.test(evidence.text));
    if (said === undefined) return ABSENT;
    const words = SAYS_SO.exec(said.text)?.[0] ?? said.text;
    return found({ sentence: said.host === "" ? `A log line of this call tells that a connection failed: "${words}".` : `${examined.name(said.host)} could not reach the next host: "${words}".`, host: said.host, severity: said.host === "" ? "warning" : "error", evidence: [said.evidence] });
  },
};
