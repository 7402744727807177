import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { delayedOfferUnanswered } from "./delayed-offer-unanswered.ts";

test("nobody offers", () => {
  assert.match(assertFound(delayedOfferUnanswered, "A>B INVITE\nB>A 200\nA>B ACK").sentence, /^Neither side offered media/);
});

test("the offer of the 200 is not answered in the ACK", () => {
  assert.equal(assertFound(delayedOfferUnanswered, "A>B INVITE\nB>A 200 sdp\nA>B ACK").host, "192.0.2.10:5060");
});

test("a message that was cut when captured proves nothing", () => {
  assertAbsent(delayedOfferUnanswered, "A>B INVITE | Content-Length: 300\nB>A 200\nA>B ACK");
});

test("a late offer, answered", () => {
  assertAbsent(delayedOfferUnanswered, "A>B INVITE\nB>A 200 sdp\nA>B ACK sdp");
  assertAbsent(delayedOfferUnanswered, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(delayedOfferUnanswered, BEGAN_LATE);
});
