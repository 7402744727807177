import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { recordRouteIgnored } from "./record-route-ignored.ts";

test("the ACK passes the proxy by that had asked to stay", () => {
  const { sentence, host } = assertFound(
    recordRouteIgnored,
    "A>P INVITE sdp\nP>B INVITE | Record-Route: <sip:192.0.2.1;lr>\nB>P 200 sdp | Record-Route: <sip:192.0.2.1;lr>\nP>A 200\nA>B ACK",
  );
  assert.equal(
    sentence,
    "192.0.2.10:5060 sent its ACK straight to 192.0.2.20:5060 and left out 192.0.2.1:5060, which had asked to stay on the way.",
  );
  assert.equal(host, "192.0.2.10:5060");
});

test("a proxy that did not ask to stay may be passed by, and a Route is a route", () => {
  assertAbsent(recordRouteIgnored, "A>P INVITE sdp\nP>B INVITE\nB>P 200 sdp\nP>A 200\nA>B ACK");
  assertAbsent(
    recordRouteIgnored,
    "A>P INVITE sdp\nP>B INVITE\nB>P 200 sdp | Record-Route: <sip:192.0.2.1;lr>\nP>A 200\nA>P ACK | Route: <sip:192.0.2.1;lr>\nP>B ACK",
  );
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(recordRouteIgnored, BEGAN_LATE);
});
