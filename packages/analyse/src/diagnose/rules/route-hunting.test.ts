import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { routeHunting } from "./route-hunting.ts";

test("three carriers in turn, all in vain", () => {
  const { sentence, severity } = assertFound(
    routeHunting,
    "A>P INVITE sdp\nP>B INVITE\n@2s B>P 503\nP>B ACK\nP>C INVITE\n@5s C>P 503\nP>C ACK\nP>D INVITE\n@7s D>P 503\nP>D ACK\nP>A 503\nA>P ACK",
  );
  assert.match(
    sentence,
    /tried 3 routes in turn, all in vain: 192\.0\.2\.20:5060 \(503\), 192\.0\.2\.30:5060 \(503\) and 192\.0\.2\.40:5060 \(503\)/,
  );
  assert.equal(severity, "warning");
});

test("quickly mended it is a remark only", () => {
  assert.equal(
    assertFound(routeHunting, "A>P INVITE sdp\nP>B INVITE\nB>P 503\nP>B ACK\nP>C INVITE\nC>P 200 sdp\nP>A 200\nA>P ACK\nP>C ACK").severity,
    "info",
  );
});

test("side by side is forking, and busy ends the search", () => {
  assertAbsent(routeHunting, "A>P INVITE sdp\nP>B INVITE\nP>C INVITE\nB>P 503\nP>B ACK\nC>P 180\nP>A 180");
  assertAbsent(routeHunting, CLEAN_CALL);
});

test("one hop alone does not show it", () => {
  assertNotCheckable(routeHunting, "A>P INVITE sdp\nP>A 503\nA>P ACK");
});
