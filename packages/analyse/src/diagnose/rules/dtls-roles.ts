// DTLS-SRTP: one side must open the handshake and the other wait for it, and both must tell the fingerprint of their certificate.
import type { SdpMedia } from "@sipglass/decode";
import { answeredPairs } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const dtlsRoles: Rule = {
  id: "dtls_roles",
  title: "DTLS handshake cannot begin",
  severity: "error",
  weight: "mechanism",
  looksFor: "Audio over DTLS-SRTP where both sides take the same a=setup role, the answer leaves it open (actpass), or a side gives no fingerprint.",
  source: "RFC 5763 §5; RFC 8842 §5.2, §5.3; RFC 4145 §4.1",
  nextStep: "The offer should say a=setup:actpass, the answer active or passive, each with a=fingerprint; look at the gateway that made the wrong one.",
  needs: [NEED.offerAnswer],
  explains: ["one_way_audio", "no_audio", "very_short_call", "media_timeout", "ice_failed"],
  examine(examined) {
    for (const { exchange, offer, answer } of answeredPairs(examined)) {
      if (exchange.answer === null || offer.port === 0 || answer.port === 0 || !usesDtls(offer) || !usesDtls(answer)) continue;
      const fault = dtlsFault(offer, answer);
      if (fault === "") continue;
      const culprit = fault.startsWith("the offer") ? exchange.offeredBy : exchange.answeredBy;
      return found({
        sentence: `Encryption of the audio between ${examined.name(exchange.offeredBy)} and ${examined.name(exchange.answeredBy)} cannot begin: ${fault}.`, host: culprit,
        evidence: [shows(exchange.offer, saysOf(offer)), shows(exchange.answer, saysOf(answer))],
      });
    }
    return ABSENT;
  },
};

export const usesDtls = ({ transport, fingerprint }: SdpMedia): boolean => /^UDP\/TLS\/|^TCP\/DTLS\//i.test(transport) || fingerprint !== null;
const saysOf = ({ setup, fingerprint }: SdpMedia): string => `a=setup:${setup || "(none)"}, ${fingerprint === null ? "no fingerprint" : `fingerprint ${fingerprint.hash}`}`;

/** Without a=setup an offer is active and an answer passive (RFC 4145 §4). */
export function dtlsFault(offer: SdpMedia, answer: SdpMedia): string {
  if (offer.fingerprint === null) return "the offer has no fingerprint";
  if (answer.fingerprint === null) return "the answer has no fingerprint";
  if (answer.setup === "actpass") return "the answer leaves open who begins (a=setup:actpass)";
  if ((answer.setup === "active" || answer.setup === "passive") && answer.setup === offer.setup) return `both sides want to be ${answer.setup}`;
  return "";
}
