import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { subscriptionLost } from "./subscription-lost.ts";

test("481 to a NOTIFY is found with its event", () => {
  const finding = assertFound(subscriptionLost, "P>A NOTIFY | Event: message-summary\nA>P 481");
  assert.equal(finding.sentence, "192.0.2.10:5060 does not know the subscription to message-summary that 192.0.2.1:5060 speaks of (NOTIFY answered 481).");
});

test("a taken NOTIFY, and 481 to something else, are not this", () => {
  assertAbsent(subscriptionLost, "P>A NOTIFY | Event: message-summary\nA>P 200");
  assertAbsent(subscriptionLost, "A>P OPTIONS\nP>A 481");
});

test("without responses nothing can be said", () => {
  assertNotCheckable(subscriptionLost, "P>A NOTIFY | Event: dialog");
});
