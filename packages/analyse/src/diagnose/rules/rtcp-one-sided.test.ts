import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, calleeRtp, callerRtp, report } from "../media.fixture.ts";
import { rtcpOneSided } from "./rtcp-one-sided.ts";

test("one side that reports and one that does not are told apart", () => {
  const finding = assertFound(rtcpOneSided, answered("", "", `+5s ${report("A", 11, 250, 22)}\n+5s ${report("A", 11, 500, 22)}`), { streams: [callerRtp(), calleeRtp()] });
  assert.equal(finding.sentence, "Only Anna reports how the call sounds; 2002 sent no RTCP in 57.9 s.");
});

test("reports of both sides are well, and a short call says nothing", () => {
  assertAbsent(rtcpOneSided, answered("", "", `+5s ${report("A", 11, 250, 22)}\n+1s ${report("B", 22, 250, 11)}`), { streams: [callerRtp(), calleeRtp()] });
  assertAbsent(rtcpOneSided, answered("", "", `+5s ${report("A", 11, 250, 22)}`).replace("@60s", "@12s"), { streams: [callerRtp()] });
});

test("without any RTCP it is another matter", () => {
  assertNotCheckable(rtcpOneSided, answered(), { streams: [callerRtp()] });
});
