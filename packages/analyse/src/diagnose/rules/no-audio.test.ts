import assert from "node:assert/strict";
import { test } from "node:test";
import { qualityOf } from "../../quality/quality-of.ts";
import { assertAbsent, assertNotCheckable, caseInput } from "../case.fixture.ts";
import { diagnose } from "../diagnose.ts";
import { answered, calleeRtp, callerRtp, report } from "../media.fixture.ts";
import { noAudio } from "./no-audio.ts";

test("two sides that send reports and receive nothing have no audio", () => {
  const input = caseInput(answered("", "", `+5s ${report("A", 11, 250)}\n+100ms ${report("B", 22, 250)}\n+5s ${report("A", 11, 500)}\n+100ms ${report("B", 22, 500)}`));
  const [leg] = input.legs;
  assert.ok(leg);
  const { findings } = diagnose({ ...input, quality: qualityOf(leg) }, [noAudio]);
  assert.equal(findings[0]?.sentence, "Neither side heard the other in 57.9 s: no audio arrived between 192.0.2.10:40000 and 192.0.2.20:40000.");
  assert.equal(findings[0]?.evidence.length, 3);
});

test("audio in one direction is not none", () => {
  assertAbsent(noAudio, answered(), { streams: [callerRtp()] });
  assertAbsent(noAudio, answered(), { streams: [callerRtp(), calleeRtp()] });
});

test("a call whose media nobody captured says nothing", () => {
  assertNotCheckable(noAudio, answered());
});
