import assert from "node:assert/strict";
import { test } from "node:test";
import { qualityOf } from "../../quality/quality-of.ts";
import { assertAbsent, assertFound, assertNotCheckable, caseInput } from "../case.fixture.ts";
import { diagnose } from "../diagnose.ts";
import { answered, calleeRtp, callerRtp, report } from "../media.fixture.ts";
import { oneWayAudio } from "./one-way-audio.ts";

test("captured media of one side only is one-way audio, and both announced ends are named", () => {
  const finding = assertFound(oneWayAudio, answered(), { streams: [calleeRtp()] });
  assert.equal(finding.sentence, "2002 never heard Anna in 57.9 s; nothing came from 192.0.2.10:40000 to 192.0.2.20:40000.");
  assert.equal(finding.host, "192.0.2.10:5060");
});

test("a side that reports, and reports nothing of the other, did not hear it", () => {
  const input = caseInput(answered("", "", `${["+5s", "+5s", "+5s"].map((at, i) => `${at} ${report("A", 11, 250 * (i + 1), 22)}\n+100ms ${report("B", 22, 250 * (i + 1))}`).join("\n")}`));
  const [leg] = input.legs;
  assert.ok(leg);
  const { findings } = diagnose({ ...input, quality: qualityOf(leg) }, [oneWayAudio]);
  assert.match(findings[0]?.sentence ?? "", /^2002 never heard Anna/);
});

test("media of both sides is no one-way audio; nor is a call on hold all the time", () => {
  assertAbsent(oneWayAudio, answered(), { streams: [callerRtp(), calleeRtp()] });
  assertAbsent(oneWayAudio, answered("dir=recvonly", "dir=sendonly"), { streams: [calleeRtp()] });
});

test("without media, or with the RTCP of one side alone, nothing can be said", () => {
  assertNotCheckable(oneWayAudio, answered());
  assertNotCheckable(oneWayAudio, answered(), { streams: [{ direction: "callee_to_caller", packets: 500 }] });
});
