import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { authLoop } from "./auth-loop.ts";

test("four challenges, each answered", () => {
  const round = "A>P REGISTER auth\nP>A 401\n";
  assert.match(
    assertFound(authLoop, `A>P REGISTER\nP>A 401\n${round}${round}${round}`).sentence,
    /was challenged by 192\.0\.2\.1:5060 4 times/,
  );
});

test("a registration that is challenged at every refresh and accepted is none", () => {
  assertAbsent(authLoop, "A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 200\n".repeat(6));
});

test("twice is a wrong password, not yet a circle", () => {
  assertAbsent(authLoop, "A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 401");
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(authLoop, ONLY_REQUESTS);
});
