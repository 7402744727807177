// A host on the way made another refusal of the one it got: the caller, and its records, learn a wrong reason.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const refusalRewritten: Rule = {
  id: "refusal_rewritten",
  title: "Reason changed on the way",
  severity: "info",
  weight: "oddity",
  looksFor:
    "The refusal that the caller got has another code than the one it was made of (503 made 500 and 401 gathered by a proxy aside), and a host that was captured on both sides made the change.",
  source: "RFC 3261 §16.7 (steps 4 to 6), §21.5.4",
  nextStep: "Look at the code mapping of that host: busy should stay busy, else callers try again and statistics lie.",
  needs: [NEED.setup, NEED.hops],
  examine(examined) {
    const { failure } = examined;
    if (failure === null) return ABSENT;
    for (let one = failure.leaf; one !== failure.top && one.parent !== null; one = one.parent) {
      const [below, above] = [one.final, one.parent.final];
      if (
        below === null ||
        above === null ||
        below.status === above.status ||
        KEPT.has(`${below.status}>${above.status}`) ||
        above.status === 487 ||
        above.status < 300
      )
        continue;
      return found({
        sentence: `${examined.name(one.src)} made ${above.title} of the ${below.title} that ${examined.name(one.dst)} had said.`,
        host: one.src,
        evidence: [shows(below, `${below.title} from ${one.dst}`), shows(above, `sent on as ${above.title}`)],
      });
    }
    return ABSENT;
  },
};

/** As RFC 3261 wants it: a proxy's 503 would say that the proxy itself is not available. */
const KEPT = new Set(["503>500"]);
