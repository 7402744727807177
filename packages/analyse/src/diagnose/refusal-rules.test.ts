// Every way in which calls are refused: which family of codes and causes says so, at the hop where it was born.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Q850_CAUSES, SIP_CODES } from "@sipglass/model";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL, diagnoseScript } from "./case.fixture.ts";
import { FAMILIES, REFUSAL_RULES } from "./refusal-rules.ts";
import type { Rule } from "./rule.ts";

const ruleOf = (id: string): Rule => REFUSAL_RULES.find((rule) => rule.id === id) ?? assert.fail(id);
const refused = (code: number, header = ""): string => `A>P INVITE sdp\nP>B INVITE\nB>P ${code}${header}\nP>B ACK\nP>A ${code}\nA>P ACK`;

for (const { id, codes, causes = [] } of FAMILIES) {
  test(`${id}: its codes and causes, not those of others, and not without the INVITE`, () => {
    const rule = ruleOf(id);
    for (const code of codes) {
      const { host, evidence } = assertFound(rule, refused(code));
      assert.equal(host, "192.0.2.20:5060");
      assert.equal(evidence.length, 3, "the INVITE, the refusal, its echo");
    }
    for (const cause of causes) assertFound(rule, refused(cause === 31 ? 480 : 500, ` | Reason: Q.850;cause=${cause}`));
    const other = codes.includes(404) ? 486 : 404;
    assertAbsent(rule, refused(other));
    assertAbsent(rule, CLEAN_CALL);
    assertNotCheckable(rule, BEGAN_LATE);
  });
}

test("refused_otherwise: codes that nobody registered, and none that has a family", () => {
  const rule = ruleOf("refused_otherwise");
  assert.match(assertFound(rule, refused(477)).sentence, /^192\.0\.2\.20:5060 refused the call: 477/);
  assertFound(rule, refused(699));
  assertAbsent(rule, refused(404));
  assertNotCheckable(rule, BEGAN_LATE);
});

test("a cause in the phrase counts like one in Reason", () => {
  assertFound(ruleOf("call_declined"), 'A>P INVITE sdp\nP>A 180\nP>A 480 phrase="Error (q.850 cause 21)"\nA>P ACK');
});

test("every registered refusal is said by exactly one rule, or is people's matter", () => {
  for (const code of [...SIP_CODES.keys()].filter((one) => one >= 300 && one !== 487)) {
    const { findings, verdict } = diagnoseScript(refused(code));
    const said = findings.filter(({ id }) => REFUSAL_RULES.some((rule) => rule.id === id));
    assert.equal(said.length, 1, `${code}: ${said.map(({ id }) => id).join(", ")}`);
    assert.match(verdict, /\.$/);
  }
});

test("every cause of Q.850 in a 500 is said by exactly one rule", () => {
  for (const cause of Q850_CAUSES.keys()) {
    const { findings } = diagnoseScript(refused(500, ` | Reason: Q.850;cause=${cause}`));
    const said = findings.filter(({ id }) => id === "no_answer" || REFUSAL_RULES.some((rule) => rule.id === id));
    assert.equal(said.length, 1, `cause ${cause}: ${said.map(({ id }) => id).join(", ")}`);
  }
});

test("a proxy's 500 after a leaf's 503 is an echo; among forks the one whose code came up counts", () => {
  const { findings } = diagnoseScript("A>P INVITE sdp\nP>B INVITE\nP>C INVITE\nB>P 486\nP>B ACK\nC>P 503\nP>C ACK\nP>A 486\nA>P ACK");
  assert.deepEqual([findings[0]?.id, findings[0]?.host], ["callee_busy", "192.0.2.20:5060"]);
  const echoed = diagnoseScript("A>P INVITE sdp\nP>B INVITE\nB>P 503\nP>B ACK\nP>A 500\nA>P ACK").findings[0];
  assert.deepEqual([echoed?.id, echoed?.host], ["service_unavailable", "192.0.2.20:5060"]);
});

test("over a B2BUA the refusal of the second leg is where it was born", () => {
  const { findings } = diagnoseScript("A>P INVITE sdp\nP>A 100\nP>B INVITE sdp leg=b new\nB>P 404 leg=b\nP>B ACK leg=b\nP>A 503\nA>P ACK");
  assert.deepEqual([findings[0]?.id, findings[0]?.host], ["number_unknown", "192.0.2.20:5060"]);
});

test("Warning and Reason are part of what was said", () => {
  const { sentence } = assertFound(
    ruleOf("media_not_acceptable"),
    refused(488, ' | Warning: 304 b.example "Media type not available" | Reason: Q.850;cause=88;text="no fax"'),
  );
  assert.match(
    sentence,
    /488 Not Acceptable Here \(Q\.850 cause 88: no fax; warning: A kind of media \(audio, video, image\) is not available\)/,
  );
});
