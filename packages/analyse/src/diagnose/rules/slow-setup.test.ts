import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { slowSetup } from "./slow-setup.ts";

test("fourteen seconds till it rings, spent behind the proxy", () => {
  const { sentence, host } = assertFound(
    slowSetup,
    "A>P INVITE sdp\nP>A 100\nP>B INVITE\nB>P 100\n@14s B>P 180\nP>A 180\n@16s B>P 200 sdp\nP>A 200\nA>P ACK\nP>B ACK",
  );
  assert.match(sentence, /^It took 14 s until the call to 192\.0\.2\.20:5060 rang, most of it behind 192\.0\.2\.20:5060\.$/);
  assert.equal(host, "192.0.2.20:5060");
});

test("a usual delay is none", () => {
  assertAbsent(slowSetup, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(slowSetup, BEGAN_LATE);
});
