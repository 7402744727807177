import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { prackRefused } from "./prack-refused.ts";

test("a PRACK that fits nothing", () => {
  const { sentence, host } = assertFound(
    prackRefused,
    "A>B INVITE sdp\nB>A 183 sdp | Require: 100rel | RSeq: 7\nA>B PRACK | RAck: 8 1 INVITE\nB>A 481",
  );
  assert.match(sentence, /refused the PRACK of 192\.0\.2\.10:5060: 481 .* \(it says RAck 8 1 INVITE, the response had RSeq 7\)/);
  assert.equal(host, "192.0.2.20:5060");
});

test("a PRACK that fits", () => {
  assertAbsent(prackRefused, "A>B INVITE sdp\nB>A 183 sdp | Require: 100rel | RSeq: 7\nA>B PRACK\nB>A 200");
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(prackRefused, ONLY_REQUESTS);
});
