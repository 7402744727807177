import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { fragmentationRisk } from "./fragmentation-risk.ts";

test("a long INVITE is lost where shorter messages are answered", () => {
  const long = "x".repeat(1200);
  const { sentence, host } = assertFound(fragmentationRisk, `A>P OPTIONS\nP>A 200\nA>P INVITE sdp repeat=0.5,1.5,3.5 | X-Long: ${long}`);
  assert.match(
    sentence,
    /^The INVITE of 192\.0\.2\.10:5060 has 1\d{3} bytes, too many for one UDP packet, and never reached 192\.0\.2\.1:5060/,
  );
  assert.equal(host, "192.0.2.10:5060");
});

test("long and answered is fine, and so is long over TCP", () => {
  const long = "x".repeat(1200);
  assertAbsent(fragmentationRisk, `A>P INVITE sdp | X-Long: ${long}\nP>A 486\nA>P ACK`);
  assertAbsent(fragmentationRisk, `A>P OPTIONS tcp\nP>A 200 tcp\nA>P INVITE sdp tcp repeat=0.5,1.5 | X-Long: ${long}`);
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(fragmentationRisk, ONLY_REQUESTS);
});
