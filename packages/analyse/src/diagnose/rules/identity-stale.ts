// A signature is good for a minute; older ones are taken for replays.
import { identitiesOf } from "../identities.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const FRESH_S = 60;

export const identityStale: Rule = {
  id: "identity_stale",
  title: "Signature too old, or of the future",
  severity: "warning",
  weight: "mechanism",
  looksFor: "An Identity whose iat differs by more than a minute from the time when the INVITE was first captured.",
  source: "RFC 8224 §4.1, §6.2; RFC 8225 §5.1.1",
  nextStep: "Compare the clocks of signer and capture (NTP). When they agree, look for a hop that held the call back, or a re-used signature.",
  needs: [NEED.setup],
  explains: ["identity_not_valid", "identity_refused"],
  examine(examined) {
    const one = identitiesOf(examined).find(({ issuedAt, message }) => issuedAt !== undefined && message.sip.toTag === "" && Math.abs(message.atUs / 1e6 - issuedAt) > FRESH_S);
    if (one?.issuedAt === undefined) return ABSENT;
    const age = one.message.atUs / 1e6 - one.issuedAt;
    return found({
      sentence: `The caller's signature in the call from ${examined.name(one.message.from)} was made ${spanText(Math.abs(age) * 1e6)} ${age > 0 ? "earlier" : "later"} than the call: others will take it for a copy.`, host: one.message.from,
      evidence: [shows(one.message, `iat ${new Date(one.issuedAt * 1000).toISOString()}, sent ${new Date(one.message.atUs / 1000).toISOString()}`)],
    });
  },
};
