import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, ONLY_RESPONSES } from "../case.fixture.ts";
import { dialogUnknown } from "./dialog-unknown.ts";

test("BYE into the void", () => {
  const { sentence, host } = assertFound(dialogUnknown, `${ANSWERED}@24s A>B BYE\nB>A 481`);
  assert.equal(sentence, "192.0.2.20:5060 does not know the call that was answered 20 s before: it refused BYE with 481.");
  assert.equal(host, "192.0.2.20:5060");
});

test("the host of birth is the one behind the proxy", () => {
  assert.equal(
    assertFound(dialogUnknown, "A>P INVITE sdp\nP>B INVITE\nB>P 200 sdp\nP>A 200\nA>P ACK\nP>B ACK\n@9s A>P BYE\nP>B BYE\nB>P 481\nP>A 481")
      .host,
    "192.0.2.20:5060",
  );
});

test("both hang up at once, or a refresh had failed before", () => {
  assertAbsent(dialogUnknown, `${ANSWERED}@24s B>A BYE\nA>B BYE new\nB>A 481`);
  assertAbsent(dialogUnknown, `${ANSWERED}@24s A>B INVITE sdp\nB>A 408\nA>B ACK\nA>B BYE\nB>A 481`);
});

test("who saw only responses cannot tell", () => {
  assertNotCheckable(dialogUnknown, ONLY_RESPONSES);
});
