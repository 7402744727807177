import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, calleeRtp, callerRtp, START_US, SECONDS } from "../media.fixture.ts";
import { lateMedia } from "./late-media.ts";

const from = (seconds: number) => ({ fromUs: START_US + seconds * SECONDS });

test("words before the first packet are lost, more than two seconds of them are a warning", () => {
  const finding = assertFound(lateMedia, answered(), { streams: [callerRtp(), calleeRtp(from(3.12))] });
  assert.equal(finding.sentence, "Anna heard nothing of 2002 in the first 1 s after the answer.");
  assert.equal(finding.severity, "info");
  assert.equal(assertFound(lateMedia, answered(), { streams: [callerRtp(from(9)), calleeRtp()] }).severity, "warning");
});

test("media at once, or early media, is in time; a call answered on hold has none to send", () => {
  assertAbsent(lateMedia, answered(), { streams: [callerRtp(), calleeRtp(from(1))] });
  assertAbsent(lateMedia, answered("dir=inactive", "dir=inactive"), { streams: [callerRtp(from(20)), calleeRtp()] });
});

test("RTCP does not tell when media began", () => {
  assertNotCheckable(lateMedia, answered(), { streams: [{}] });
});
