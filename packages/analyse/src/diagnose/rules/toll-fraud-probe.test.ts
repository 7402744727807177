import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { tollFraudProbe } from "./toll-fraud-probe.ts";

const probe = (number: string, rest = "P>X 404\nX>P ACK"): string => `X>P INVITE user=100 ruri=sip:${number}@192.0.2.1\n${rest}`;

test("an international number behind dial-out digits, refused to a stranger, is a probe", () => {
  const finding = assertFound(tollFraudProbe, probe("900442033189999"));
  assert.equal(finding.sentence, "198.51.100.66:5060 tried to call 900442033189999 through 192.0.2.1:5060 without an account, and was refused (404 Not Found).");
  assertFound(tollFraudProbe, probe("9011972592277524", "P>X 407\nX>P ACK"));
});

test("a customer's international call, a wrong local number, and one that rang are none", () => {
  assertAbsent(tollFraudProbe, probe("00442033189999"));
  assertAbsent(tollFraudProbe, probe("9123"));
  assertAbsent(tollFraudProbe, probe("900442033189999", "P>X 407\nX>P ACK\nX>P INVITE auth ruri=sip:900442033189999@192.0.2.1\nP>X 404\nX>P ACK"));
  assertAbsent(tollFraudProbe, probe("900442033189999", "P>X 180\n+5s P>X 486\nX>P ACK").replace("404", "486"));
  assertAbsent(tollFraudProbe, CLEAN_CALL);
});

test("without responses nothing can be said", () => {
  assertNotCheckable(tollFraudProbe, probe("900442033189999", "~ P>X 404"));
});
