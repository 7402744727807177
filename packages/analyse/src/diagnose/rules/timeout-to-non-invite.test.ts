import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, ONLY_RESPONSES } from "../case.fixture.ts";
import { timeoutToNonInvite } from "./timeout-to-non-invite.ts";

test("408 to a BYE", () => {
  assert.equal(
    assertFound(timeoutToNonInvite, `${ANSWERED}+20s A>B BYE\n+16s B>A 408`).sentence,
    "192.0.2.20:5060 answered BYE with 408 after 16 s, when nobody waited any more.",
  );
});

test("408 to an INVITE is what 408 is for", () => {
  assertAbsent(timeoutToNonInvite, "A>P INVITE sdp\n+20s P>A 408\nA>P ACK");
});

test("who saw only responses cannot tell", () => {
  assertNotCheckable(timeoutToNonInvite, ONLY_RESPONSES);
});
