import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { mediaDirectionRestricted } from "./media-direction-restricted.ts";

test("an answer of sendonly that is never changed is told, inactive is a warning", () => {
  const finding = assertFound(mediaDirectionRestricted, answered("", "dir=sendonly"));
  assert.deepEqual([finding.host, finding.severity], ["192.0.2.20:5060", "info"]);
  assert.equal(finding.sentence, "192.0.2.20:5060 said that it will only send (a=sendonly), and it stayed so to the end of the call.");
  assert.equal(assertFound(mediaDirectionRestricted, answered("", "dir=inactive")).severity, "warning");
});

test("the side that asked for it is the one that is named", () => {
  assert.equal(assertFound(mediaDirectionRestricted, answered("dir=recvonly", "dir=sendonly")).host, "192.0.2.10:5060");
});

test("open media, or media opened later, is not restricted", () => {
  assertAbsent(mediaDirectionRestricted, answered());
  assertAbsent(mediaDirectionRestricted, answered("", "dir=inactive", "+1s B>A INVITE sdp(v=2)\nA>B 200 sdp(v=2)\nB>A ACK"));
});

test("an offer without its answer cannot tell", () => {
  assertNotCheckable(mediaDirectionRestricted, "A>B INVITE sdp(dir=sendonly)\nB>A 486\nA>B ACK");
});
