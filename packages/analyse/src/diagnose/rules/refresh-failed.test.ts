import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { refreshFailed } from "./refresh-failed.ts";

test("the re-INVITE is refused with 408 and BYE follows", () => {
  const { sentence, host } = assertFound(refreshFailed, `${ANSWERED}@60s A>B INVITE sdp\n@61s B>A 408\nA>B ACK\n@62s A>B BYE\nB>A 200`);
  assert.match(
    sentence,
    /^192\.0\.2\.20:5060 refused \(408 Request Timeout\) the INVITE by which 192\.0\.2\.10:5060 wanted to keep or change the call/,
  );
  assert.equal(host, "192.0.2.20:5060");
});

test("an UPDATE without any answer", () => {
  assertFound(refreshFailed, `${ANSWERED}@60s B>A UPDATE repeat=0.5,1.5,3.5\n@92s B>A BYE\nA>B 200`);
});

test("a refresh that works, and a refused change after which the call goes on", () => {
  assertAbsent(refreshFailed, `${ANSWERED}@60s A>B INVITE sdp\nB>A 200 sdp\nA>B ACK\n@90s A>B BYE\nB>A 200`);
  assertAbsent(refreshFailed, `${ANSWERED}@60s A>B INVITE sdp\nB>A 488\nA>B ACK\n@62s A>B BYE\nB>A 200`);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(refreshFailed, BEGAN_LATE);
});
