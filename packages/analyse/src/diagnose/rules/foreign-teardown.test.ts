import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { foreignTeardown } from "./foreign-teardown.ts";

const call = (end: string, more = ""): string => `A>B INVITE sdp${more}\nB>A 200 sdp\nA>B ACK\n+20s ${end}`;

test("a BYE from an address that was never part of the call is told", () => {
  const finding = assertFound(foreignTeardown, call("X>B BYE side=caller\nB>X 200"));
  assert.equal(finding.sentence, "The BYE came from 198.51.100.66:5060, which has no part in this call.");
});

test("a BYE of either side, of a host in the route, or where routes have names, is well", () => {
  assertAbsent(foreignTeardown, call("A>B BYE\nB>A 200"));
  assertAbsent(foreignTeardown, call("X>B BYE side=caller\nB>X 200", " | Record-Route: <sip:198.51.100.66;lr>"));
  assertAbsent(foreignTeardown, call("X>B BYE side=caller\nB>X 200", " | Record-Route: <sip:edge.example.org;lr>"));
  assertAbsent(foreignTeardown, CLEAN_CALL);
});

test("without the INVITE nothing can be said", () => {
  assertNotCheckable(foreignTeardown, "~ A>B INVITE\nB>A 200\n+9s X>B BYE side=caller");
});
