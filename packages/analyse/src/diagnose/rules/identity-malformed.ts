// An Identity header that nobody can verify: parts missing, another algorithm, no certificate, claims left out.
import { identitiesOf, type SignedIdentity } from "../identities.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const identityMalformed: Rule = {
  id: "identity_malformed",
  title: "Identity header cannot be verified",
  severity: "warning",
  weight: "mechanism",
  looksFor: "An Identity that is no token of three parts, has unreadable JSON, another algorithm than ES256, no certificate address, or is SHAKEN without attest, origid or iat.",
  source: "RFC 8224 §4, §7.3; RFC 8225 §4.2, §4.3, §5.1.1; RFC 8588 §4, §5",
  nextStep: "Look at the signing service and at boxes that shorten or rewrite long headers; UDP fragments cut them too.",
  needs: [NEED.setup],
  explains: ["identity_certificate_unreachable", "identity_not_valid", "identity_refused", "identity_missing"],
  examine(examined) {
    for (const one of identitiesOf(examined)) {
      const fault = faultOf(one);
      if (fault === "") continue;
      return found({
        sentence: `The caller's signature in the call from ${examined.name(one.message.from)} is of no use: ${fault}.`, host: one.message.from,
        evidence: [shows(one.message, `Identity: alg ${one.algorithm || "missing"}, ppt ${one.kind || "none"}, certificate ${one.certificate || "missing"}`)],
      });
    }
    return ABSENT;
  },
};

function faultOf({ broken, compact, algorithm, certificate, kind, attest, originId, issuedAt }: SignedIdentity): string {
  if (broken !== "") return broken;
  if (algorithm !== "" && algorithm.toUpperCase() !== "ES256") return `it is signed with ${algorithm} instead of ES256`;
  if (!/^https?:\/\//i.test(certificate)) return "it does not say where its certificate is";
  if (compact || kind !== "shaken") return "";
  const lacking = [attest === undefined ? "attest" : "", originId === undefined ? "origid" : "", issuedAt === undefined ? "iat" : ""].filter((name) => name !== "");
  return lacking.length === 0 ? "" : `it lacks ${lacking.join(" and ")}`;
}
