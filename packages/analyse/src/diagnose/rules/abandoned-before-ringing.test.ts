import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { abandonedBeforeRinging } from "./abandoned-before-ringing.ts";

test("given up after nine seconds without ringing", () => {
  const { sentence, host } = assertFound(
    abandonedBeforeRinging,
    "A>P INVITE sdp\nP>A 100\nP>B INVITE\nB>P 100\n@9s A>P CANCEL\nP>A 200\nP>B CANCEL\nB>P 200\nB>P 487 for=INVITE\nP>B ACK\nP>A 487 for=INVITE\nA>P ACK",
  );
  assert.match(sentence, /^The caller gave up after 9 s without having heard ringing; the call was stuck at 192\.0\.2\.20:5060\.$/);
  assert.equal(host, "192.0.2.20:5060");
});

test("who cancels at once has misdialled, who cancels while it rings changed their mind", () => {
  assertAbsent(abandonedBeforeRinging, "A>P INVITE sdp\nP>A 100\n@2s A>P CANCEL\nP>A 200\nP>A 487 for=INVITE\nA>P ACK");
  assertAbsent(abandonedBeforeRinging, "A>P INVITE sdp\nP>A 180\n@20s A>P CANCEL\nP>A 200\nP>A 487 for=INVITE\nA>P ACK");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(abandonedBeforeRinging, BEGAN_LATE);
});
