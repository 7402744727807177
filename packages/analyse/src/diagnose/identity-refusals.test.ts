// The refusals of verification services: each found where it was born, absent on other calls, not checkable without responses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "./case.fixture.ts";
import { identity, SIGNED_INVITE } from "./identity.fixture.ts";
import { IDENTITY_REFUSALS } from "./identity-refusals.ts";
import type { Rule } from "./rule.ts";

const ruleOf = (id: string): Rule => IDENTITY_REFUSALS.find((rule) => rule.id === id) ?? assert.fail(id);
const through = (code: number, signed = identity()): string => `${SIGNED_INVITE}${signed}\nP>B INVITE\nB>P ${code}\nP>B ACK\nP>A ${code}\nA>P ACK`;

test("a call without signature is refused for want of one, at the host behind the proxy", () => {
  const finding = assertFound(ruleOf("identity_missing"), through(428, ""));
  assert.equal(finding.sentence, "192.0.2.20:5060 takes only calls whose caller is signed, and this one carries no Identity header.");
  assert.equal(finding.host, "192.0.2.20:5060");
});

test("the certificate that could not be fetched, or is not trusted, is named", () => {
  assert.match(assertFound(ruleOf("identity_certificate_unreachable"), through(436)).sentence, /could not fetch .*https:\/\/cert\.example\.org\/shaken\.pem/);
  assert.match(assertFound(ruleOf("identity_certificate_refused"), through(437)).sentence, /does not trust/);
});

test("a signature that does not hold is told with the numbers it was made for", () => {
  const finding = assertFound(ruleOf("identity_not_valid"), through(438));
  assert.equal(finding.sentence, "192.0.2.20:5060 found that the signature does not fit the call: it was made for 493012345678 calling 4989987654321.");
  assert.match(finding.evidence[0]?.text ?? "", /ES256, attestation A/);
});

for (const rule of IDENTITY_REFUSALS) {
  test(`${rule.id}: other calls do not have it, and without responses nothing can be said`, () => {
    assertAbsent(rule, CLEAN_CALL);
    assertAbsent(rule, through(486));
    assertNotCheckable(rule, "A>P INVITE\n~ P>A 428");
  });
}
