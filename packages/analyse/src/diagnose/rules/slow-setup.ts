// The caller waited long before anything rang: where the time went is told by the hop that waited longest.
import { ringing, type Transaction } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

/** ITU-T E.721: 95 % of international calls ring within 11 s. */
const LIMIT_US = 11_000_000;

export const slowSetup: Rule = {
  id: "slow_setup",
  title: "Rang late",
  severity: "warning",
  weight: "harm",
  looksFor: "More than 11 s between the caller's INVITE and the first 18x or answer.",
  source: "RFC 6076 §4.3.1; ITU-T E.721",
  nextStep: "Look at what the slow hop did meanwhile: other gateways tried first, DNS, database look-ups.",
  needs: [NEED.setup, NEED.bothWays],
  examine(examined) {
    const top = examined.decisive;
    const first = top === undefined ? undefined : reached(top);
    const request = top?.requests[0];
    if (top === undefined || first === undefined || request === undefined || first.atUs - request.atUs < LIMIT_US) return ABSENT;
    const slow = slowest(top);
    return found({
      sentence: `It took ${spanText(first.atUs - request.atUs)} until the call to ${examined.name(slow.dst)} rang${slow === top ? "" : `, most of it behind ${examined.name(slow.dst)}`}.`,
      host: slow.dst,
      evidence: [shows(request, "INVITE of the caller"), shows(first, `${first.title}: the first sign of the called party`)],
    });
  },
};

const reached = (one: Transaction) => ringing(one) ?? (one.final !== null && one.final.status < 300 ? one.final : undefined);

/** Downwards as long as most of the time was spent below. */
function slowest(one: Transaction): Transaction {
  const own = (reached(one)?.atUs ?? 0) - one.startUs;
  const below = one.children.find((child) => (reached(child)?.atUs ?? 0) - child.startUs > own * 0.7);
  return below === undefined ? one : slowest(below);
}
