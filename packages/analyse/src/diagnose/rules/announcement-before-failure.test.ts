import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { announcementBeforeFailure } from "./announcement-before-failure.ts";

test("early media before a refusal is an announcement", () => {
  const finding = assertFound(announcementBeforeFailure, "A>B INVITE sdp\n+100ms B>A 183 sdp\n+6s B>A 404\nA>B ACK");
  assert.equal(finding.sentence, "Before the refusal the caller could hear what 192.0.2.20:5060 played for 6 s.");
});

test("a refusal without early media, a cancelled call and an answered one have none", () => {
  assertAbsent(announcementBeforeFailure, "A>B INVITE sdp\n+100ms B>A 180\n+6s B>A 486\nA>B ACK");
  assertAbsent(announcementBeforeFailure, "A>B INVITE sdp\n+100ms B>A 183 sdp\n+6s A>B CANCEL\nB>A 200 for=CANCEL\nB>A 487 for=INVITE\nA>B ACK");
  assertAbsent(announcementBeforeFailure, answered());
});

test("who saw no responses cannot tell", () => {
  assertNotCheckable(announcementBeforeFailure, "A>B INVITE sdp\n~ B>A 183 sdp\n~ +6s B>A 404\nA>B ACK");
});
