// The NAT gave the device another port at every REGISTER: its binding is shorter than the interval, and calls in between do not arrive.
import { NEED } from "../needs.ts";
import { registersOf, removes, userOf } from "../registers.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const LEAST_MOVES = 2;

export const natBindingMoved: Rule = {
  id: "nat_binding_moved",
  title: "NAT forgets the device between registrations",
  severity: "warning",
  weight: "mechanism",
  looksFor: "REGISTERs over UDP with the same Contact from the same IP address whose source port changed twice or more.",
  source: "RFC 5626 §3.5, §4.4.2; RFC 4787 §4.3; RFC 6223 §4.1",
  nextStep: "Let the device send keep-alives (CRLF or STUN) more often than the NAT forgets, every 25 s as a rule, or use TCP or TLS.",
  needs: [NEED.registration],
  explains: ["callee_unavailable", "hop_silent", "registration_bindings_many"],
  examine(examined) {
    const all = registersOf(examined).filter((one) => !removes(one) && one.request.view.transport === "udp" && one.contacts[0] !== undefined);
    for (const first of all) {
      const same = all.filter(({ aor, request, contacts }) => aor === first.aor && request.view.src === first.request.view.src && contacts[0]?.text === first.contacts[0]?.text);
      const moves = same.filter(({ request }, i) => i > 0 && request.view.srcPort !== same[i - 1]?.request.view.srcPort);
      if (moves.length < LEAST_MOVES) continue;
      const ports = [...new Set(same.map(({ request }) => request.view.srcPort))];
      return found({
        sentence: `The NAT before ${userOf(first)} changed its port ${moves.length} times in ${spanText((same.at(-1)?.request.atUs ?? 0) - first.request.atUs)} (${first.request.view.src}: ${ports.join(", ")}): calls to the device get lost in between.`, host: first.request.from,
        evidence: same.slice(0, 5).map(({ request }) => shows(request, `from port ${request.view.srcPort}`)),
      });
    }
    return ABSENT;
  },
};
