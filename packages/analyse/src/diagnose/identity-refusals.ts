// The four refusals of a verification service (RFC 8224 §6.2.2), each with what the request carried.
import type { Severity } from "@sipglass/model";
import type { CaseMessage } from "./case-message.ts";
import { identitiesOf, type SignedIdentity } from "./identities.ts";
import { NEED } from "./needs.ts";
import { sayings } from "./refusal.ts";
import { ABSENT, found, shows, type Rule } from "./rule.ts";

interface Refusal {
  id: string;
  title: string;
  code: number;
  severity?: Severity;
  looksFor: string;
  nextStep: string;
  sentence(host: string, identity: SignedIdentity | undefined): string;
}

const REFUSALS: readonly Refusal[] = [
  {
    id: "identity_missing", title: "Signed identity missing", code: 428, looksFor: "428 Use Identity Header.", nextStep: "Let the originating side sign its calls (STIR/SHAKEN), and look for the hop that drops the Identity header.",
    sentence: (host, identity) => `${host} takes only calls whose caller is signed, and this one ${identity === undefined ? "carries no Identity header" : "carries a signature that it does not accept as one"}.`,
  },
  {
    id: "identity_certificate_unreachable", title: "Certificate of the signer not reachable", code: 436, looksFor: "436 Bad Identity Info.", nextStep: "Fetch the certificate from the address in the Identity header as that host would: DNS, TLS, firewall, and whether it is a certificate at all.",
    sentence: (host, identity) => `${host} could not fetch the certificate of the caller's signature${identity === undefined || identity.certificate === "" ? "" : ` (${identity.certificate})`}.`,
  },
  {
    id: "identity_certificate_refused", title: "Certificate of the signer not trusted", code: 437, looksFor: "437 Unsupported Credential.", nextStep: "Compare the certificate's issuer with the list of trusted authorities at that host; check its validity and its numbers.",
    sentence: (host, identity) => `${host} does not trust who signed the caller's number${identity === undefined || identity.certificate === "" ? "" : ` (${identity.certificate})`}.`,
  },
  {
    id: "identity_not_valid", title: "Signature of the caller does not hold", code: 438, looksFor: "438 Invalid Identity Header.", nextStep: "Compare caller, called number and time in the signature with those of the request: a number rewritten after signing breaks it.",
    sentence: (host, identity) => `${host} found that the signature does not fit the call${identity?.origin === undefined ? "" : `: it was made for ${identity.origin} calling ${identity.destinations.join(", ") || "somebody"}`}.`,
  },
];

function refusalRule({ id, title, code, severity = "error", looksFor, nextStep, sentence }: Refusal): Rule {
  return {
    id, title, severity, weight: "mechanism", source: "RFC 8224 §6.2.2", nextStep, needs: [NEED.responses, NEED.requests],
    looksFor: `A request refused with ${looksFor} The deepest hop is named, with the identity that it received.`, explains: ["identity_refused"],
    examine(examined) {
      const refused = examined.transactions.filter(({ final }) => final?.status === code);
      const deepest = refused.find(({ children }) => !children.some((child) => refused.includes(child)));
      if (deepest?.final == null) return ABSENT;
      const identity = identitiesOf(examined).find(({ message }) => deepest.requests.includes(message));
      const request: CaseMessage | undefined = deepest.requests[0];
      return found({
        sentence: sentence(examined.name(deepest.dst), identity), host: deepest.dst,
        evidence: [...(request === undefined ? [] : [shows(request, identity === undefined ? "no Identity header" : `Identity: ${identity.algorithm || "no algorithm"}, attestation ${identity.attest ?? "none"}, certificate at ${identity.certificate || "nowhere"}`)]), shows(deepest.final, sayings(deepest.final))],
      });
    },
  };
}

export const IDENTITY_REFUSALS: readonly Rule[] = REFUSALS.map(refusalRule);
